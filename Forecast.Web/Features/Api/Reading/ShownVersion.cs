namespace Forecast.Web.Features.Api.Reading;

/// <summary>Which version's forecast of a store is asked for.</summary>
internal sealed record ShownVersion(int StoreId, long VersionId, DateOnly Partition);

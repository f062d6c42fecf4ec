namespace Forecast.Web.Features.Api.Reading;

/// <summary>The forecast of one series as the database gives it.</summary>
internal sealed record ForecastRow(
    int StoreId, string Item, long VersionId, DateOnly Origin, float[] Mean, float[] P10, float[] P50, float[] P90, string Method);

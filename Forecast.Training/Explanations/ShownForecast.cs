using Forecast.Domain.Forecasts;

namespace Forecast.Training.Explanations;

/// <summary>The version on show for some stores.</summary>
/// <param name="VersionId">The version.</param>
/// <param name="Origin">Last day it has seen.</param>
/// <param name="Horizon">Days forecast.</param>
/// <param name="Partition">The partition that holds its series.</param>
/// <param name="ModelVersionId">The model version it was computed from.</param>
/// <param name="Fitted">Whether the same run fitted that model.</param>
/// <param name="StoreIds">The stores.</param>
internal sealed record ShownForecast(
    long VersionId, DateOnly Origin, int Horizon, DateOnly Partition, long ModelVersionId, bool Fitted, int[] StoreIds);

/// <summary>One series as it is on show.</summary>
internal sealed record ShownSeries(int SeriesId, int StoreId, int ItemId, float[] Mean, string Method, string Reason, DemandClass Class);

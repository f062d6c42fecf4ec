namespace Forecast.Training.Runs.Opinions;

/// <summary>A second opinion that was asked for.</summary>
internal sealed record OpinionOrder(long RunId, int RegionId, string RegionCode, long ModelVersionId, DateOnly Origin, int Horizon);

namespace Forecast.Domain.Forecasts;

/// <summary>An interval path: one lower and one upper value per step of the horizon, in units sold; 0 ≤ lower ≤ upper.</summary>
public sealed record QuantileBand(float[] Lower, float[] Upper);

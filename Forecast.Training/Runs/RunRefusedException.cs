namespace Forecast.Training.Runs;

/// <summary>A run that makes no sense was asked for; the message says why and what to do.</summary>
public sealed class RunRefusedException(string message) : Exception(message);

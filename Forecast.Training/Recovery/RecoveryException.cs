namespace Forecast.Training.Recovery;

/// <summary>A backup cannot be written or restored; the message says what stands in the way and what to do.</summary>
public sealed class RecoveryException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

namespace Forecast.Training.Challengers;

/// <summary>A challenger cannot learn on this machine; the message is a sentence that says why and what to do.</summary>
public sealed class ChallengerMissingException(string message, Exception? inner = null) : Exception(message, inner);

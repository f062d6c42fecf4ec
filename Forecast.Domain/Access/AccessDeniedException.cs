namespace Forecast.Domain.Access;

/// <summary>Somebody asked for something that is not theirs.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);

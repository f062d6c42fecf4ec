namespace Forecast.Domain.Loads;

/// <summary>A choice of whoever loads a file that cannot be followed, such as a zone that does not exist; the message says which.</summary>
public sealed class WrongChoiceException(string message) : Exception(message);

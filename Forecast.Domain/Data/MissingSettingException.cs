namespace Forecast.Domain.Data;

/// <summary>A setting without which nothing can start; the message names it and says how to give it.</summary>
public sealed class MissingSettingException(string message) : InvalidOperationException(message);

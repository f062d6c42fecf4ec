namespace Forecast.Web.Features.Transport;

/// <summary>What was entered for routes or sizes cannot be kept; the message says why and what can be done.</summary>
public sealed class WrongMasterException(string message) : Exception(message);

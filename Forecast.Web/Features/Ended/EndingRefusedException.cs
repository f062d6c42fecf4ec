namespace Forecast.Web.Features.Ended;

/// <summary>What was said of a store cannot be so; the message says why and what can be done.</summary>
public sealed class EndingRefusedException(string message) : Exception(message);

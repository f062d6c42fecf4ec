namespace Forecast.Web.Features.Worklists;

/// <summary>What was asked of lines of a worklist cannot be done; the message says why and what can be.</summary>
public sealed class WorklistRefusedException(string message) : Exception(message);

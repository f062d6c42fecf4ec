namespace Forecast.Training.Runs;

/// <summary>The answer to a request for a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Joined">True when an equal run was under way already and this request joined it.</param>
public sealed record RunTicket(long RunId, bool Joined);

namespace Forecast.Training.Runs.Watch;

/// <summary>Somebody who wants to hear what PostgreSQL says on a channel.</summary>
internal interface INotificationHandler
{
    /// <summary>Name of the channel.</summary>
    string Channel { get; }

    /// <summary>
    /// Called for each notification, and once with null after the connection was made anew: anything may have been missed.
    /// </summary>
    Task HearAsync(string? payload, CancellationToken ct);
}

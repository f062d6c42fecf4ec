using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>How a run ended, in the words of the person who waits for it.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Detail">What it means, or why.</param>
/// <param name="Failed">Whether the new forecast is not there although it was wanted.</param>
/// <param name="Changes">What differs; null when nothing new is on show.</param>
public sealed record RefreshOutcome(string Title, string Detail, bool Failed, BoardChanges? Changes)
{
    /// <summary>The run, where its page has more to tell than a planner needs; otherwise null.</summary>
    public long? RunWithDetails { get; init; }

    /// <summary>From a run that has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="waited">From the click to the new board; null for a run that others started.</param>
    /// <param name="changes">What differs.</param>
    public static RefreshOutcome Of(RunView run, TimeSpan? waited, BoardChanges? changes) => run.Status switch
    {
        RunStatus.Failed => new("The refresh failed.", run.Message, true, null),
        RunStatus.Cancelled => new("The run was cancelled.", "You still see the forecast from before.", false, null),
        _ => new(waited is { } time ? $"Your forecast is new: it took {Formats.Duration(time)}." : Others(run), Detailed(run), false,
            changes)
        {
            RunWithDetails = run.Message.Length > 0 ? run.Id : null,
        },
    };

    /// <summary>Which stores, and why, is on the run's page: what counts here is that the forecast has seen all sales.</summary>
    private static string Detailed(RunView run) => run switch
    {
        { Message.Length: 0 } or { Kind: RunKind.Retrain } => "",
        _ => "Part of it was worked out anew from all sales, because new days alone were not enough.",
    };

    private static string Others(RunView run) => run.Kind switch
    {
        RunKind.Morning => "The morning run has brought a new forecast.",
        RunKind.Retrain => "The models were fitted anew and have brought a new forecast.",
        _ => $"{run.RequestedBy} has refreshed the forecast.",
    };
}

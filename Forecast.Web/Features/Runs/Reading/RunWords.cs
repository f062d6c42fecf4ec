using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Runs.Reading;

/// <summary>Runs in the words of planners.</summary>
internal static class RunWords
{
    public static string Kind(RunKind kind) => kind switch
    {
        RunKind.Morning => "Morning run",
        RunKind.Refresh => "Refresh",
        _ => "Retrain",
    };

    /// <summary>What it computes: "North", "3 stores in North".</summary>
    public static string Scope(RunView run) =>
        run.StoreIds is { } stores ? $"{Formats.Count(stores.Count, "store")} in {run.RegionName}" : run.RegionName;

    public static string Status(RunView run, DateTimeOffset now) => run.Status switch
    {
        RunStatus.Queued or RunStatus.Running when run.NoWorkerSince is { } since => WorkerWords.Waiting(since, run.Zone, Today(run, now)),
        RunStatus.Queued => "Waiting",
        RunStatus.Running => run.Remaining is { } left ? $"Under way, {Formats.About(left)} left" : "Under way",
        RunStatus.Publishing => "Going on show",
        RunStatus.Succeeded => "Published",
        RunStatus.Failed => "Failed",
        _ => "Cancelled",
    };

    public static Signal SignalOf(RunView run, DateTimeOffset now) => run.Status switch
    {
        RunStatus.Succeeded => run.FinishedAt > run.DeadlineAt ? Signal.Attention : Signal.Good,
        RunStatus.Failed => Signal.Bad,
        RunStatus.Cancelled => Signal.Waiting,
        _ => run.NoWorkerSince is not null ? Signal.Bad : now > run.DeadlineAt ? Signal.Attention : Signal.Waiting,
    };

    /// <summary>How a part stands.</summary>
    public static string Part(ShardStatus status) => status == ShardStatus.Cancelled ? "Not done" : status.ToString();

    /// <summary>What an attempt at the same morning before met: "05:01: The storage of the models could not be reached. …".</summary>
    public static string Attempt(RunView run) =>
        $"{Formats.Clock(run.RequestedAt, run.Zone)}: {(run.Message.Length > 0 ? run.Message : Status(run, run.RequestedAt))}";

    /// <summary>How long it took, or has taken so far.</summary>
    public static string Took(RunView run, DateTimeOffset now) =>
        Formats.Duration(run.Duration ?? (now > run.RequestedAt ? now - run.RequestedAt : TimeSpan.Zero));

    /// <summary>When it was promised, and whether the promise was kept; empty without a promise.</summary>
    public static string Promise(RunView run, Region region, DateTimeOffset now)
    {
        if (run.DeadlineAt is not { } deadline)
            return "";
        var late = (run.FinishedAt ?? now) > deadline;
        return $"Promised for {Formats.Clock(deadline, region.Zone)}{(late ? ", late" : run.HasEnded ? ", kept" : "")}";
    }

    private static DateOnly Today(RunView run, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, run.Zone).DateTime);

    /// <summary>Whether somebody may stop it: planners refreshes, admins everything, viewers nothing.</summary>
    public static bool MayCancel(RunView run, Role role) => run.Status is RunStatus.Queued or RunStatus.Running
        && (role == Role.Admin || (role == Role.Planner && run.Kind == RunKind.Refresh));
}

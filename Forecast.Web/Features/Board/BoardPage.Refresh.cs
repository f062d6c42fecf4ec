using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Board;

/// <summary>The part of the board that asks for runs and follows them.</summary>
public sealed partial class BoardPage
{
    private readonly RunNews news = new();
    private string? estimatedScope;
    private TimeSpan? estimate;
    private RunView? run;
    private bool joined;
    private bool asking;
    private long? awaitedRun;
    private long pressedAt;
    private RefreshOutcome? outcome;
    private IReadOnlySet<(int StoreId, DateOnly Day)>? marked;
    private DateTimeOffset markedAt;

    [Inject] public required RunRequests Requests { get; init; }

    [Inject] public required RunReader Runs { get; init; }

    [Inject] public required WorkerPresence Workers { get; init; }

    /// <summary>Planners may stop refreshes; other runs are for admins, on the page of runs.</summary>
    private bool MayCancel => mayPlan && run is { Kind: RunKind.Refresh, Status: RunStatus.Queued or RunStatus.Running };

    private IReadOnlyList<int>? ChosenStores => view is null || view.IsWholeRegion ? null : [.. view.Stores.Select(s => s.Id)];

    /// <summary>News of a run: shows how far it is; when it has ended, reads the board again and says what changed.</summary>
    protected override async Task TakeAsync(Viewer viewer, RunView moved)
    {
        bool mine = moved.Id == awaitedRun;
        if (mine && moved.HasEnded)
            awaitedRun = null; // Also when its end was heard before the answer to the request for it.
        if (board is null || moved.RegionId != board.Region.Id || !news.IsNew(moved))
            return;
        if (!moved.HasEnded)
        {
            // A retrain goes on for long beside everybody's refreshes; it has its own page.
            if (mine || (awaitedRun is null && moved.Kind != RunKind.Retrain))
                run = moved;
            return;
        }

        if (run?.Id == moved.Id)
            run = null;
        var before = board;
        if (moved.Status == RunStatus.Succeeded)
            await ReadAgainAsync(viewer, before);
        if (board.Region.Id == moved.RegionId && (mine || moved.Status == RunStatus.Succeeded))
            Tell(moved, mine, before);
        if (mine)
            joined = false;
    }

    private async Task RefreshAsync()
    {
        if (asking || run is { HasEnded: false } || board is null)
            return;
        (asking, outcome, Failure) = (true, null, null);
        pressedAt = Time.GetTimestamp();
        int region = board.Region.Id;
        await AskAsync("The forecast was not refreshed", async viewer =>
        {
            var ticket = await Requests.RefreshAsync(viewer, region, ChosenStores, "Refreshed on the board", Closing);
            if (board?.Region.Id != region)
                return; // The visitor moved on; the run goes on without them.
            (awaitedRun, joined) = (ticket.RunId, ticket.Joined);
            if (await Runs.FindAsync(viewer, ticket.RunId, Closing) is { } found)
                await TakeAsync(viewer, found);
        });
        asking = false;
    }

    private Task CancelAsync() => run is not { HasEnded: false } current
        ? Task.CompletedTask
        : AskAsync("The run was not cancelled", viewer => Requests.CancelAsync(viewer, current.Id, Closing));

    private Task AskAsync(string what, Func<Viewer, Task> action) => TryAsync(what, async viewer =>
    {
        try
        {
            await action(viewer);
        }
        catch (RunRefusedException e)
        {
            outcome = new RefreshOutcome($"{what}.", e.Message, true, null);
        }
    });

    /// <summary>What was known of the runs of the region shown before says nothing of another's.</summary>
    private void ForgetRuns() => (run, awaitedRun, joined, estimate, estimatedScope) = (null, null, false, null, null);

    /// <summary>After the page is on screen: hear of runs, learn of one under way, and what a refresh would take.</summary>
    private async Task FollowRunsAsync(RegionBoard shown)
    {
        try
        {
            var viewer = await Viewers.CurrentAsync(Closing);
            if (Follow([shown.Region.Id]))
                await CatchUpAsync(viewer, shown);
            await EstimateAsync(viewer, shown);
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            // The board is readable without live news; the next action says it if the trouble lasts.
            Logger.LogWarning(e, "Runs of region {Region} cannot be followed.", shown.Region.Code);
        }
    }

    /// <summary>What happened between reading the board and hearing of runs.</summary>
    private async Task CatchUpAsync(Viewer viewer, RegionBoard shown)
    {
        var unfinished = await Runs.UnfinishedAsync(viewer, shown.Region.Id, Closing);
        var newest = shown.Versions.Count == 0 ? (DateTimeOffset?)null : shown.Versions[0].PublishedAt;
        var published = await Reader.LastPublishedAsync(viewer, shown.Region.Id, Closing);
        if (board?.Region.Id != shown.Region.Id)
            return;
        run ??= unfinished.FirstOrDefault(r => r.Kind != RunKind.Retrain && news.IsNew(r));
        if (published is not null && (newest is null || published > newest.Value.AddSeconds(1)))
            await ReadAgainAsync(viewer, shown);
        StateHasChanged();
    }

    /// <summary>Once per choice of stores, and again after each run, which tells the pace.</summary>
    private async Task EstimateAsync(Viewer viewer, RegionBoard shown)
    {
        var stores = ChosenStores;
        var scope = $"{shown.Region.Id} {news.Ended} {Workers.NobodyRefreshesSince is null} "
            + $"{(stores is null ? "all" : string.Join(' ', stores))}";
        if (scope == estimatedScope)
            return;
        estimatedScope = scope;
        var expected = await Requests.EstimateAsync(viewer, shown.Region.Id, stores, RunKind.Refresh, Closing);
        if (expected == estimate || scope != estimatedScope)
            return;
        estimate = expected;
        StateHasChanged();
    }

    private void Tell(RunView ended, bool mine, RegionBoard before)
    {
        var changes = ended.Status == RunStatus.Succeeded ? BoardChanges.Between(before, board!) : null;
        outcome = RefreshOutcome.Of(ended, mine ? Time.GetElapsedTime(pressedAt) : null, changes);
        (marked, markedAt) = (changes?.Cells, Time.GetUtcNow());
    }

    /// <summary>Reads the board of the same region again, unless the visitor moves on meanwhile.</summary>
    private async Task ReadAgainAsync(Viewer viewer, RegionBoard shown)
    {
        if (await Reader.ReadAsync(viewer, shown.Region.Code, Closing) is { } read && board?.Region.Id == read.Region.Id)
            Show(read);
    }
}

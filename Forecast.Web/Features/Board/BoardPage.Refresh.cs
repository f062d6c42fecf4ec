using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Board;

/// <summary>The part of the board that asks for runs and follows them.</summary>
public sealed partial class BoardPage
{
    private readonly RunNews news = new();
    private IDisposable? following;
    private int? followedRegion;
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

    [Inject] public required RunFeed Feed { get; init; }

    /// <summary>Planners may stop refreshes; other runs are for admins, on the page of runs.</summary>
    private bool MayCancel => run is { Kind: RunKind.Refresh, Status: RunStatus.Queued or RunStatus.Running };

    private IReadOnlyList<int>? ChosenStores => view is null || view.IsWholeRegion ? null : [.. view.Stores.Select(s => s.Id)];

    private async Task RefreshAsync()
    {
        if (asking || run is { HasEnded: false } || board is null)
            return;
        (asking, outcome, failure) = (true, null, null);
        pressedAt = Time.GetTimestamp();
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            var ticket = await Requests.RefreshAsync(viewer, board.Region.Id, ChosenStores, "Refreshed on the board", closing.Token);
            (awaitedRun, joined) = (ticket.RunId, ticket.Joined);
            if (await Runs.FindAsync(viewer, ticket.RunId, closing.Token) is { } found)
                await TakeAsync(found);
        }
        catch (RunRefusedException e)
        {
            outcome = new RefreshOutcome("The forecast was not refreshed.", e.Message, true, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            Fail(e);
        }
        finally
        {
            asking = false;
        }
    }

    private async Task CancelAsync()
    {
        if (run is not { HasEnded: false } current)
            return;
        try
        {
            await Requests.CancelAsync(await Viewers.CurrentAsync(closing.Token), current.Id, closing.Token);
        }
        catch (RunRefusedException e)
        {
            outcome = new RefreshOutcome("The run was not cancelled.", e.Message, true, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            Fail(e);
        }
    }

    /// <summary>After the page is on screen: hear of runs, learn of one under way, and what a refresh would take.</summary>
    private async Task FollowRunsAsync(RegionBoard shown)
    {
        try
        {
            if (followedRegion != shown.Region.Id)
            {
                followedRegion = shown.Region.Id;
                following?.Dispose();
                following = Feed.Subscribe(shown.Region.Id, moved => InvokeAsync(async () =>
                {
                    await TakeAsync(moved);
                    StateHasChanged();
                }));
                await CatchUpAsync(shown);
            }

            await EstimateAsync(shown);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            // The board is readable without live news; the next action says it if the trouble lasts.
            Logger.LogWarning(e, "Runs of region {Region} cannot be followed.", shown.Region.Code);
        }
    }

    /// <summary>What happened between reading the board and hearing of runs.</summary>
    private async Task CatchUpAsync(RegionBoard shown)
    {
        var viewer = await Viewers.CurrentAsync(closing.Token);
        run = (await Runs.UnfinishedAsync(viewer, shown.Region.Id, closing.Token)).FirstOrDefault(r => r.Kind != RunKind.Retrain);
        var newest = shown.Versions.Count == 0 ? (DateTimeOffset?)null : shown.Versions[0].PublishedAt;
        if (await Reader.LastPublishedAsync(viewer, shown.Region.Id, closing.Token) is { } published && (newest is null || published > newest.Value.AddSeconds(1)))
            await ReadAgainAsync(viewer, shown);
        StateHasChanged();
    }

    /// <summary>Once per choice of stores, and again after each run, which tells the pace.</summary>
    private async Task EstimateAsync(RegionBoard shown)
    {
        var stores = ChosenStores;
        var scope = $"{shown.Region.Id} {news.Ended} {(stores is null ? "all" : string.Join(' ', stores))}";
        if (scope == estimatedScope)
            return;
        estimatedScope = scope;
        var viewer = await Viewers.CurrentAsync(closing.Token);
        var expected = await Requests.EstimateAsync(viewer, shown.Region.Id, stores, RunKind.Refresh, closing.Token);
        if (expected == estimate || scope != estimatedScope)
            return;
        estimate = expected;
        StateHasChanged();
    }

    /// <summary>News of a run: shows how far it is; when it has ended, reads the board again and says what changed.</summary>
    private async Task TakeAsync(RunView moved)
    {
        if (board is null || moved.RegionId != board.Region.Id || !news.IsNew(moved))
            return;
        bool mine = moved.Id == awaitedRun;
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
            await ReadAgainAsync(await Viewers.CurrentAsync(closing.Token), before);
        if (mine || moved.Status == RunStatus.Succeeded)
            Tell(moved, mine, before);
        if (mine)
            (awaitedRun, joined) = (null, false);
    }

    private void Tell(RunView ended, bool mine, RegionBoard before)
    {
        var changes = ended.Status == RunStatus.Succeeded ? BoardChanges.Between(before, board!) : null;
        outcome = RefreshOutcome.Of(ended, mine ? Time.GetElapsedTime(pressedAt) : null, changes);
        (marked, markedAt) = (changes?.Cells, Time.GetUtcNow());
    }

    private async Task ReadAgainAsync(Viewer viewer, RegionBoard shown)
    {
        if (await Reader.ReadAsync(viewer, shown.Region.Code, closing.Token) is { } read)
            Show(read);
    }
}

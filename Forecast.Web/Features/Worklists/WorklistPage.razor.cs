using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Domain.Worklists;
using Forecast.Training.Runs;
using Forecast.Web.Features.Worklists.Figures;
using Forecast.Web.Features.Worklists.Parts;
using Forecast.Web.Features.Worklists.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Forecast.Web.Features.Worklists;

/// <summary>What a region's planners are asked to look at, the weightiest first; which lines is in the address.</summary>
public sealed partial class WorklistPage : LivePage, IAsyncDisposable
{
    private static readonly (IReadOnlyList<long> Lines, AskedFor For) Nothing = ([], AskedFor.Day);

    private readonly HashSet<long> selected = [];
    private WorklistFilter filter = WorklistFilter.Parse(null, null, null, null, null);
    private WorklistView? view;
    private SettledLines? settled;
    private (IReadOnlyList<long> Lines, AskedFor For) asked = Nothing;
    private IJSObjectReference? keys;
    private string? refused;
    private bool isUnknown;
    private bool hasNoRegion;
    private bool mayPlan;

    [SupplyParameterFromQuery(Name = "region")] public string? Region { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "status")] public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "who")] public string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public string? PageNumber { get; set; }

    [Inject] internal WorklistReader Reader { get; set; } = null!;

    [Inject] internal WorklistChanges Changes { get; set; } = null!;

    [Inject] public required IJSRuntime Scripts { get; init; }

    private IReadOnlyList<long> Chosen => [.. view!.Lines.Select(l => l.Entry.Id).Where(selected.Contains)];

    private string NothingHere => (filter.Status, filter.IsBudgeted, view!.Fitting) switch
    {
        (_, true, > 0) => "You have looked at all that this morning asks for.",
        (WorklistStatus.Reviewed, _, _) => "Nothing has been reviewed.",
        (WorklistStatus.Snoozed, _, _) => "Nothing is put off.",
        (_, true, _) => "There is nothing to look at.",
        _ => "No open line fits this choice.",
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (keys is not null)
            {
                await keys.InvokeVoidAsync("forget");
                await keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has left, and its keys with it.
        }
    }

    protected override Task OnParametersSetAsync()
    {
        var wanted = WorklistFilter.Parse(Region, Kind, Status, Who, PageNumber);
        if (view is not null && wanted == filter)
            return Task.CompletedTask;
        filter = wanted;
        (settled, refused, asked) = (null, null, Nothing);
        selected.Clear();
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (view is not null)
            Follow([view.Region.Id]);
        if (!firstRender)
            return;
        keys = await Scripts.InvokeAsync<IJSObjectReference>("import", "./Features/Worklists/WorklistPage.razor.js");
        await keys.InvokeVoidAsync("listen");
    }

    /// <summary>The list is made after the forecast is on show, so each end of a run may be one.</summary>
    protected override Task TakeAsync(Viewer viewer, RunView moved) =>
        moved.Status == RunStatus.Succeeded ? LoadAsync() : Task.CompletedTask;

    private Task LoadAsync()
    {
        var wanted = filter;
        return ReadAsync("The worklist could not be read", async viewer =>
        {
            var read = await Reader.ReadAsync(viewer, wanted, Closing);
            if (read is null && wanted.Region is not null)
                NotThere();
            return () =>
            {
                (view, mayPlan) = (read, viewer.MayPlan);
                (isUnknown, hasNoRegion) = (read is null && wanted.Region is not null, read is null && wanted.Region is null);
                selected.IntersectWith(read?.Lines.Select(l => l.Entry.Id) ?? []);
            };
        });
    }

    private void Select(long id, bool on)
    {
        if (on)
            selected.Add(id);
        else
            selected.Remove(id);
    }

    private void SelectAll(bool on)
    {
        selected.Clear();
        if (on)
            selected.UnionWith(view!.Lines.Select(l => l.Entry.Id));
    }

    private void Ask(IReadOnlyList<long> lines, AskedFor what) => asked = (lines, what);

    private Task ReviewAsync(IReadOnlyList<long> ids) => SettleAsync(viewer => Changes.ReviewAsync(viewer, ids, Closing));

    private Task ReopenAsync(IReadOnlyList<long> ids) => SettleAsync(viewer => Changes.ReopenAsync(viewer, ids, Closing));

    private Task SnoozeAsync(DateOnly until)
    {
        var lines = asked.Lines;
        return SettleAsync(viewer => Changes.SnoozeAsync(viewer, lines, until, Closing));
    }

    private Task AssignAsync(int? planner)
    {
        var lines = asked.Lines;
        return SettleAsync(viewer => Changes.AssignAsync(viewer, lines, planner, Closing));
    }

    private async Task SettleAsync(Func<Viewer, Task<SettledLines>> settle)
    {
        (asked, refused, settled, Failure) = (Nothing, null, null, null);
        await TryAsync("The lines were not changed", async viewer =>
        {
            try
            {
                settled = await settle(viewer);
            }
            catch (WorklistRefusedException e)
            {
                refused = e.Message;
            }
        });
        if (Failure is null)
            await LoadAsync();
    }

    private async Task UndoAsync()
    {
        if (settled is not { } undone)
            return;
        settled = null;
        await TryAsync("The change was not undone", async viewer =>
        {
            int count = await Changes.UndoAsync(viewer, undone, Closing);
            if (count < undone.Before.Count)
                refused = $"{Formats.Count(undone.Before.Count - count, "line")} had been changed by others since and stayed.";
        });
        if (Failure is null)
            await LoadAsync();
    }
}

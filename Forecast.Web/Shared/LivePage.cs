using Forecast.Domain.Access;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Shared;

/// <summary>A page that hears of runs as they move, for as long as the viewer may see their region.</summary>
public abstract class LivePage : PageBase
{
    private readonly Dictionary<int, IDisposable> following = [];

    [Inject] public required RunFeed Feed { get; init; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Follow([]);
        base.Dispose(disposing);
    }

    /// <summary>
    /// Follows the runs of these regions and no others; true if one is new among them. Only a circuit does: a page that is sent as plain
    /// HTML ends with it. Follow first, then read, so that nothing happens in between.
    /// </summary>
    protected bool Follow(IReadOnlyCollection<int> regionIds)
    {
        foreach (int left in following.Keys.Except(regionIds).ToList())
        {
            if (following.Remove(left, out var subscription))
                subscription.Dispose();
        }

        int before = following.Count;
        if (!Closing.IsCancellationRequested && regionIds.Count > 0 && RendererInfo.IsInteractive)
        {
            foreach (int region in regionIds.Except(following.Keys).ToList())
                following.Add(region, Feed.Subscribe(region, moved => InvokeAsync(() => HearAsync(moved))));
        }

        return following.Count > before;
    }

    /// <summary>A run of a region that is followed has moved.</summary>
    protected abstract Task TakeAsync(Viewer viewer, RunView moved);

    private async Task HearAsync(RunView moved)
    {
        await TryAsync(
            "The news of a run could not be taken", viewer =>
            viewer.MaySee(moved.RegionId) ? TakeAsync(viewer, moved) : Task.CompletedTask);
        if (!Closing.IsCancellationRequested)
            StateHasChanged();
    }
}

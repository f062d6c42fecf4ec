using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Access;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Runs;

/// <summary>The history of runs with those under way, live; admins fit anew from here.</summary>
public sealed partial class RunsPage : ComponentBase, IAsyncDisposable
{
    private const int Shown = 50;

    private readonly CancellationTokenSource closing = new();
    private readonly List<IDisposable> following = [];
    private readonly RunNews news = new();
    private List<RunView>? runs;
    private IReadOnlyDictionary<int, Region>? regions;
    private bool isAdmin;
    private string? failure;
    private string failedWhat = "";
    private string? refusal;

    [Inject] internal RunShardReader Details { get; set; } = null!;

    [Inject] public required RunReader Runs { get; init; }

    [Inject] public required RunRequests Requests { get; init; }

    [Inject] public required RunFeed Feed { get; init; }

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required ILogger<RunsPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        following.ForEach(f => f.Dispose());
        await closing.CancelAsync();
        closing.Dispose();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        foreach (int region in regions?.Keys ?? [])
            following.Add(Feed.Subscribe(region, moved => InvokeAsync(() => Take(moved))));
        _ = WatchClockAsync();
    }

    private Task LoadAsync() => TryAsync("The runs could not be read", async viewer =>
    {
        isAdmin = viewer.IsAdmin;
        regions = await Details.RegionsAsync(viewer, closing.Token);
        runs = [.. await Runs.RecentAsync(viewer, null, Shown, closing.Token)];
        foreach (var run in runs)
            news.IsNew(run);
    });

    private Task CancelAsync(RunView run) => TryAsync("The run could not be cancelled", async viewer =>
    {
        if (!await Requests.CancelAsync(viewer, run.Id, closing.Token))
            refusal = "The run had ended before it could be cancelled.";
    });

    private Task RetrainAsync(Region region, string reason) => TryAsync("The run could not be asked for", async viewer =>
    {
        var ticket = await Requests.RetrainAsync(viewer, region.Id, reason, closing.Token);
        if (ticket.Joined)
            refusal = $"{region.Name} is being fitted anew already; your request joined that run.";
        if (await Runs.FindAsync(viewer, ticket.RunId, closing.Token) is { } run)
            Take(run);
    });

    private async Task<TimeSpan?> EstimateAsync(Region region) =>
        await Requests.EstimateAsync(await Viewers.CurrentAsync(closing.Token), region.Id, null, RunKind.Retrain, closing.Token);

    /// <summary>A run keeps its row while it moves; a new one comes on top.</summary>
    private void Take(RunView moved)
    {
        if (runs is null || !news.IsNew(moved))
            return;
        int at = runs.FindIndex(r => r.Id == moved.Id);
        if (at >= 0)
            runs[at] = moved;
        else if (runs.Count == 0 || moved.Id > runs[0].Id)
            runs.Insert(0, moved);
        StateHasChanged();
    }

    private async Task TryAsync(string what, Func<Viewer, Task> action)
    {
        try
        {
            (failure, refusal) = (null, null);
            await action(await Viewers.CurrentAsync(closing.Token));
        }
        catch (RunRefusedException e)
        {
            refusal = e.Message;
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            (failedWhat, failure) = (what, Failures.Sentence(e));
            if (e is not AccessDeniedException)
                Logger.LogError(e, "{What}.", what);
        }
    }

    /// <summary>What is under way shows its time passing.</summary>
    private async Task WatchClockAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                if (runs?.Exists(r => !r.HasEnded) == true)
                    await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }
}

using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Features.Runs.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Runs;

/// <summary>The history of runs with those under way, live; admins fit anew from here.</summary>
public sealed partial class RunsPage : LivePage
{
    private const int Shown = 50;

    private readonly RunNews news = new();
    private List<RunView>? runs;
    private IReadOnlyDictionary<int, Region>? regions;
    private Role role;
    private string? refusal;
    private DateTimeOffset? nobodySince;

    [Inject] internal RunShardReader Details { get; set; } = null!;

    [Inject] public required RunReader Runs { get; init; }

    [Inject] public required RunRequests Requests { get; init; }

    [Inject] public required WorkerPresence Workers { get; init; }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = WatchClockAsync();
    }

    /// <summary>A run keeps its row while it moves; a new one comes on top.</summary>
    protected override Task TakeAsync(Viewer viewer, RunView moved)
    {
        Take(moved);
        return Task.CompletedTask;
    }

    private Task LoadAsync() => ReadAsync("The runs could not be read", async viewer =>
    {
        var found = await Details.RegionsAsync(viewer, Closing);
        Follow([.. found.Keys]);
        var recent = await Runs.RecentAsync(viewer, null, Shown, Closing);
        return () =>
        {
            (role, regions, runs, refusal) = (viewer.Role, found, [.. recent], null);
            nobodySince = Workers.NobodyRefreshesSince;
            foreach (var run in recent)
                news.IsNew(run);
        };
    });

    private Task CancelAsync(RunView run) => AskAsync("The run could not be cancelled", async viewer =>
    {
        if (!await Requests.CancelAsync(viewer, run.Id, Closing))
            refusal = "The run had ended before it could be cancelled.";
    });

    private Task RetrainAsync(Region region, string reason) => AskAsync("The run could not be asked for", async viewer =>
    {
        var ticket = await Requests.RetrainAsync(viewer, region.Id, reason, Closing);
        if (ticket.Joined)
            refusal = $"{region.Name} is being fitted anew already; your request joined that run.";
        if (await Runs.FindAsync(viewer, ticket.RunId, Closing) is { } run)
            Take(run);
    });

    /// <summary>Null when it is not known, or cannot be read just now: the run can be asked for without it.</summary>
    private async Task<TimeSpan?> EstimateAsync(Region region)
    {
        TimeSpan? estimate = null;
        await TryAsync("The duration could not be estimated", async viewer =>
            estimate = await Requests.EstimateAsync(viewer, region.Id, null, RunKind.Retrain, Closing));
        return estimate;
    }

    private Task AskAsync(string what, Func<Viewer, Task> action)
    {
        (Failure, refusal) = (null, null);
        return TryAsync(what, async viewer =>
        {
            try
            {
                await action(viewer);
            }
            catch (RunRefusedException e)
            {
                refusal = e.Message;
            }
        });
    }

    private void Take(RunView moved)
    {
        if (runs is null || regions?.ContainsKey(moved.RegionId) != true || !news.IsNew(moved))
            return;
        int at = runs.FindIndex(r => r.Id == moved.Id);
        if (at >= 0)
            runs[at] = moved;
        else if (runs.Count == 0 || moved.Id > runs[0].Id)
            runs.Insert(0, moved);
    }

    private string NobodyComputes(DateTimeOffset since)
    {
        var region = regions?.Values.FirstOrDefault();
        return WorkerWords.Nobody(since, region?.Zone ?? TimeZoneInfo.Utc, region?.BusinessDay(Time.GetUtcNow()) ?? default);
    }

    /// <summary>What is under way shows its time passing.</summary>
    private async Task WatchClockAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Closing))
            {
                bool changed = nobodySince != Workers.NobodyRefreshesSince;
                nobodySince = Workers.NobodyRefreshesSince;
                if (changed || runs?.Exists(r => !r.HasEnded) == true)
                    await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }
}

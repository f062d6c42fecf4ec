using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Access;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Runs;

/// <summary>One run; for admins with its parts and who computed them.</summary>
public sealed partial class RunPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private RunView? run;
    private Region? region;
    private IReadOnlyList<RunShard> shards = [];
    private IDisposable? following;
    private bool loaded;
    private string? failure;

    [Parameter] public long Id { get; set; }

    [Inject] internal RunShardReader Details { get; set; } = null!;

    [Inject] public required RunReader Runs { get; init; }

    [Inject] public required RunFeed Feed { get; init; }

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required ILogger<RunPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        following?.Dispose();
        await closing.CancelAsync();
        closing.Dispose();
    }

    protected override Task OnParametersSetAsync() => run?.Id == Id ? Task.CompletedTask : LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && run is { HasEnded: false } current)
        {
            following = Feed.Subscribe(current.RegionId, moved => moved.Id != Id ? Task.CompletedTask : InvokeAsync(async () =>
            {
                await LoadAsync();
                StateHasChanged();
            }));
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            run = await Runs.FindAsync(viewer, Id, closing.Token);
            region = run is null ? null : (await Details.RegionsAsync(viewer, closing.Token))[run.RegionId];
            shards = run is null || !viewer.IsAdmin ? [] : await Details.ShardsAsync(viewer, Id, closing.Token);
            (loaded, failure) = (true, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            failure = Failures.Sentence(e);
            if (e is not AccessDeniedException)
                Logger.LogError(e, "Run {Run} could not be read.", Id);
        }
    }

    private string At(DateTimeOffset instant) => Formats.Moment(instant, region!.Zone, region.BusinessDay(Time.GetUtcNow()));

    private static Signal SignalOf(RunShard shard) => shard.Status switch
    {
        ShardStatus.Done => Signal.Good,
        ShardStatus.Failed => Signal.Bad,
        _ => Signal.Waiting,
    };
}

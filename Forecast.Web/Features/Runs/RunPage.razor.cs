using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Features.Runs.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Runs;

/// <summary>One run, live until it ends; for admins with its parts and who computed them.</summary>
public sealed partial class RunPage : LivePage
{
    private RunView? run;
    private Region? region;
    private IReadOnlyList<RunShard> shards = [];
    private IReadOnlyList<RunView> before = [];
    private string detail = "";
    private bool loaded;

    [Parameter] public long Id { get; set; }

    [Inject] internal RunShardReader Details { get; set; } = null!;

    [Inject] public required RunReader Runs { get; init; }

    protected override Task OnParametersSetAsync() => run?.Id == Id ? Task.CompletedTask : LoadAsync();

    protected override Task TakeAsync(Viewer viewer, RunView moved) => moved.Id == Id ? LoadAsync() : Task.CompletedTask;

    private Task LoadAsync()
    {
        long id = Id;
        return ReadAsync("The run could not be read", async viewer =>
        {
            var found = await Runs.FindAsync(viewer, id, Closing);
            // What happened before it was followed would be missed otherwise.
            if (Follow(found is { HasEnded: false } ? [found.RegionId] : []))
                found = await Runs.FindAsync(viewer, id, Closing);
            var itsRegion = found is null ? null : (await Details.RegionsAsync(viewer, Closing)).GetValueOrDefault(found.RegionId);
            var parts = found is null || !viewer.IsAdmin ? [] : await Details.ShardsAsync(viewer, id, Closing);
            var attempts = found is null ? [] : await Runs.AttemptsBeforeAsync(viewer, found, Closing);
            var reported = found is null || !viewer.IsAdmin ? "" : await Details.DetailAsync(viewer, id, Closing);
            if (found is null)
                NotThere();
            return () => (run, region, shards, before, detail, loaded) = (found, itsRegion, parts, attempts, reported, true);
        });
    }

    private string At(DateTimeOffset instant) => Formats.Moment(instant, region!.Zone, region.BusinessDay(Time.GetUtcNow()));

    private static Signal SignalOf(RunShard shard) => shard.Status switch
    {
        ShardStatus.Done => Signal.Good,
        ShardStatus.Failed => Signal.Bad,
        _ => Signal.Waiting,
    };
}

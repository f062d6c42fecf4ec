using System.Globalization;
using Forecast.Training.Runs.Planning;
using Npgsql;
using Quartz;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Schedules shards: one trigger for each attempt, named after it, so that scheduling twice is scheduling once.</summary>
internal sealed class ShardTriggers(ISchedulerFactory schedulers, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Execution group of shards that fit; limited so that they never take all of a node.</summary>
    public const string FitGroup = "fit";

    /// <summary>Execution group of shards that only update.</summary>
    public const string UpdateGroup = "update";

    internal const string RunIdField = "run", NumberField = "shard";

    /// <summary>Schedules attempts; those already scheduled stay as they are.</summary>
    public async Task ScheduleAsync(IReadOnlyList<ShardKey> shards, bool fits, TimeSpan delay, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        foreach (var shard in shards)
        {
            try
            {
                await scheduler.ScheduleJob(TriggerOf(shard, fits, delay), cancellationToken: ct);
            }
            catch (ObjectAlreadyExistsException)
            {
                // Somebody else saw that it was missing, too.
            }
        }

        await RunChannel.TellWorkAsync(database, ct);
    }

    /// <summary>Whether an attempt is scheduled or running.</summary>
    public async Task<bool> ExistsAsync(ShardKey shard, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        return await scheduler.Exists(KeyOf(shard), ct);
    }

    private ITrigger TriggerOf(ShardKey shard, bool fits, TimeSpan delay) =>
        TriggerBuilder.Create()
            .ForJob(ShardJob.Key)
            .WithIdentity(KeyOf(shard))
            .WithExecutionGroup(fits ? FitGroup : UpdateGroup)
            .WithPriority(fits ? 1 : 10)
            .WithSimpleSchedule(s => s.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .StartAt(clock.GetUtcNow() + delay)
            .UsingJobData(RunIdField, shard.RunId.ToString(CultureInfo.InvariantCulture))
            .UsingJobData(NumberField, shard.Number.ToString(CultureInfo.InvariantCulture))
            .Build();

    private static TriggerKey KeyOf(ShardKey shard) =>
        new(string.Create(CultureInfo.InvariantCulture, $"shard-{shard.Number}-{shard.Attempt}"), string.Create(CultureInfo.InvariantCulture, $"run-{shard.RunId}"));
}

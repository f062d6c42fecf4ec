using System.Globalization;
using Forecast.Training.Runs.Shards;
using Quartz;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Says when a shard is computed; <see cref="ShardRunner"/> says how.</summary>
internal sealed class ShardJob(ShardRunner runner) : IJob
{
    public static readonly JobKey Key = new("compute-shard");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var data = context.MergedJobDataMap;
        long runId = long.Parse(data.GetString(ShardTriggers.RunIdField)!, CultureInfo.InvariantCulture);
        int number = int.Parse(data.GetString(ShardTriggers.NumberField)!, CultureInfo.InvariantCulture);
        await runner.RunAsync(runId, number, cancellationToken);
    }
}

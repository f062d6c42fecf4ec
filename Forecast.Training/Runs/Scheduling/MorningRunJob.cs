using System.Globalization;
using Quartz;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Says when a region's morning run starts; <see cref="MorningRuns"/> makes sure that it starts once.</summary>
internal sealed class MorningRunJob(MorningRuns mornings) : IJob
{
    public const string RegionField = "region";

    public static readonly JobKey Key = new("morning-run");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        int regionId = int.Parse(context.MergedJobDataMap.GetString(RegionField)!, CultureInfo.InvariantCulture);
        await mornings.StartDueAsync(regionId, "Every morning.", cancellationToken);
    }
}

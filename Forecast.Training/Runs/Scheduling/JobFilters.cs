using Hangfire;
using Hangfire.Common;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// What happens around each job: what its method asks for, the retries of shards, the figures of the dashboard. Hangfire's own global
/// filters are left out: they retry ten times whatever it was, and read the culture of whoever enqueued in two more statements.
/// </summary>
internal sealed class JobFilters : IJobFilterProvider
{
    private readonly JobFilterAttributeFilterProvider attributes = new();
    private readonly JobFilter[] always =
        [new(new ShardRetry(), JobFilterScope.Global, null), new(new StatisticsHistoryAttribute(), JobFilterScope.Global, null)];

    public IEnumerable<JobFilter> GetFilters(Job job) => [.. attributes.GetFilters(job), .. always];
}

namespace Forecast.Training.Runs.Worklists;

/// <summary>A published run of a whole region, from whose forecast a worklist is made.</summary>
/// <param name="Id">The run.</param>
/// <param name="RegionId">Its region.</param>
/// <param name="RegionCode">The region's code.</param>
/// <param name="VersionId">Its forecast.</param>
/// <param name="Partition">Where the series of that forecast are.</param>
/// <param name="Origin">Last day that it has seen.</param>
/// <param name="FinishedAt">When it went on show.</param>
/// <param name="TraceParent">Where its trace began.</param>
internal sealed record ListedRun(
    long Id, int RegionId, string RegionCode, long VersionId, DateOnly Partition, DateOnly Origin, DateTimeOffset FinishedAt,
    string? TraceParent);

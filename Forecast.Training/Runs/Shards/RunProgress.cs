namespace Forecast.Training.Runs.Shards;

/// <summary>How many shards of a run are done.</summary>
internal sealed record RunProgress(int ShardsDone, int ShardCount)
{
    public bool AllDone => ShardsDone >= ShardCount;
}

using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;

namespace Forecast.Tests.Training.Runs;

public class ShardPlanTests
{
    private static readonly RunOptions Options = new() { SeriesPerShard = 1000, MinSeriesPerShard = 250, WorkersExpected = 4 };

    [Theory]
    [InlineData(60, 40, 4)] // 2,400 series: enough for every worker.
    [InlineData(20, 40, 3)] // 800 series: a fourth shard would fall below 250.
    [InlineData(2, 40, 1)]
    [InlineData(300, 100, 30)]
    [InlineData(2, 5000, 2)] // A store is never split.
    public void Stores_AreSplitEvenly(int stores, int seriesEach, int shards)
    {
        var plan = ShardPlan.Balance([.. Enumerable.Range(1, stores).Select(id => new PlannedStore(id, seriesEach))], Options);

        Assert.Equal(shards, plan.Count);
        Assert.Equal(Enumerable.Range(1, stores), plan.SelectMany(s => s.StoreIds).Order());
        Assert.True(plan.Max(s => s.SeriesCount) - plan.Min(s => s.SeriesCount) <= seriesEach);
    }

    [Fact]
    public void UnequalStores_LargestFirst()
    {
        var plan = ShardPlan.Balance(
            [new(1, 700), new(2, 500), new(3, 400), new(4, 300)],
            new RunOptions { SeriesPerShard = 1000, MinSeriesPerShard = 900, WorkersExpected = 4 });

        Assert.Equal([[1, 4], [2, 3]], plan.Select(s => s.StoreIds).OrderBy(ids => ids[0]));
    }

    [Fact]
    public void Update_FollowsTheArtifacts_AndPlansNewStoresApart()
    {
        PlannedStore[] stores = [new(1, 10), new(2, 10), new(4, 10), new(9, 10)];

        var plan = ShardPlan.Follow(stores, [[3, 1], [5], [4, 2]], Options);

        Assert.Equal([[1], [2, 4], [9]], plan.Select(s => s.StoreIds));
    }
}

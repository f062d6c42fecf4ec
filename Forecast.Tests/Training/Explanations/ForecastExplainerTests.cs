using Azure.Storage.Blobs;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;
using Forecast.Training.Runs;
using Microsoft.EntityFrameworkCore;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Explanations;

public class ForecastExplainerTests(EmbeddedServers servers)
{
    private static readonly int[] AllOfNorth = [1, 2, 3, 4];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FitAndRefresh_AreExplainedToTheUnit()
    {
        await using var host = await FittedAsync();
        var afterFit = await ExplainAsync(host, new ExplanationQuery(North, AllOfNorth));
        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        var explained = await ExplainAsync(host, new ExplanationQuery(North, AllOfNorth));

        Assert.Equal((false, 24, 14), (explained.HasChanged, explained.Series.Count, explained.Days.Count));
        Assert.False(afterFit.HasChanged);
        Assert.Equal(Yesterday.AddDays(1), explained.Days[0].Day);
        foreach (var day in explained.Days)
        {
            Assert.Equal(day.Mean, day.Base + day.ByDriver.Values.Sum(), 6);
            Assert.Equal(day.Published, day.Mean, 6);
            if (day.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                // Saturdays sell double, Sundays half.
                Assert.Equal(day.Day.DayOfWeek == DayOfWeek.Saturday, day.ByDriver[DemandDriver.Weekday] > 0);
        }

        double onShow = await ScalarAsync<float>(host.Database, """
            SELECT sum(m.units)::real FROM current_forecast c JOIN store_outlook o ON o.version_id = c.version_id
                AND o.store_id = c.store_id,
                unnest(o.mean) WITH ORDINALITY m (units, step) WHERE m.step = 1 AND c.region_id = 1
            """);
        Assert.Equal(onShow, explained.Days[0].Mean, 0.01);
    }

    [Fact]
    public async Task OneItem_IsPartOfTheStore()
    {
        await using var host = await FittedAsync();

        var item = await ExplainAsync(host, new ExplanationQuery(North, [2], [3]));
        var others = await ExplainAsync(host, new ExplanationQuery(North, [2], [1, 2, 4, 5, 6]));
        var store = await ExplainAsync(host, new ExplanationQuery(North, [2]));

        var only = Assert.Single(item.Series);
        Assert.Equal((2, 3), (only.StoreId, only.ItemId));
        Assert.NotEmpty(only.Reason);
        Assert.Equal(store.Days[4].Base, item.Days[4].Base + others.Days[4].Base, 6);
        Assert.Equal(store.Days[4].Mean, item.Days[4].Mean + others.Days[4].Mean, 6);
    }

    [Fact]
    public async Task StoreFittedAnewInARefresh_IsExplainedFromItsOwnState()
    {
        await using var host = await FittedAsync();
        var from = Yesterday.AddDays(-200);
        await SellAsync(host.Database, from, Yesterday, storeId: 3, factor: 10);
        await ChangeAsync(host, storeId: 3, from, Yesterday);
        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        Assert.StartsWith("Refitted store S3", run.Message, StringComparison.Ordinal);

        var refitted = await ExplainAsync(host, new ExplanationQuery(North, [3]));
        var all = await ExplainAsync(host, new ExplanationQuery(North, AllOfNorth));

        Assert.Equal((false, 6), (refitted.HasChanged, refitted.Series.Count));
        Assert.Equal((false, 24), (all.HasChanged, all.Series.Count));
        Assert.Empty(all.Unexplained);
    }

    [Fact]
    public async Task SalesCorrectedSince_AreSaidAndNothingIsScaled()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        // Yesterday is not in the model yet: the refresh folds it in, and after that it is corrected.
        await EraseAsync(host.Database, Yesterday);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await SellAsync(host.Database, Yesterday, Yesterday);
        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        await SellAsync(host.Database, Yesterday, Yesterday, storeId: 1, factor: 20);
        await ChangeAsync(host, storeId: 1, Yesterday, Yesterday);

        var explained = await ExplainAsync(host, new ExplanationQuery(North, [1]));

        Assert.True(explained.HasChanged);
        Assert.Equal(Yesterday, explained.ChangedSince);
        Assert.True(explained.Days.Sum(d => d.Mean) > explained.Days.Sum(d => d.Published));
        Assert.Equal(explained.Days[0].Mean, explained.Days[0].Base + explained.Days[0].ByDriver.Values.Sum(), 6);
    }

    [Fact]
    public async Task StateGone_IsSaidForItsStores()
    {
        await using var host = await FittedAsync();
        var blobs = new BlobContainerClient(await servers.BlobConnectionStringAsync(), host.Container, new BlobClientOptions());
        await foreach (var blob in blobs.GetBlobsAsync(cancellationToken: Ct))
            await blobs.DeleteBlobAsync(blob.Name, cancellationToken: Ct);

        var explained = await ExplainAsync(host, new ExplanationQuery(North, [2]));

        Assert.Empty(explained.Series);
        Assert.All(explained.Days, day => Assert.Equal((0, day.Published), (day.Mean, day.NotExplained)));
        Assert.True(explained.Days[0].Published > 0);
        Assert.Equal((2, "the model behind it is not stored any more"), Assert.Single(explained.Unexplained.Select(u => (u.Key, u.Value))));
    }

    [Fact]
    public async Task StateOfOneStoreGone_IsCountedApart_SoThatAllAddsUpToTheBoard()
    {
        await using var host = await FittedAsync();
        var from = Yesterday.AddDays(-200);
        await SellAsync(host.Database, from, Yesterday, storeId: 3, factor: 10);
        await ChangeAsync(host, storeId: 3, from, Yesterday);
        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        var before = await ExplainAsync(host, new ExplanationQuery(North, AllOfNorth));
        await host.Database.Command("DELETE FROM refit_artifact").ExecuteAsync(Ct);
        await host.Database.Command("UPDATE model_artifact SET store_ids = array_remove(store_ids, 3)").ExecuteAsync(Ct);

        var after = await ExplainAsync(host, new ExplanationQuery(North, AllOfNorth));

        Assert.Equal(3, Assert.Single(after.Unexplained).Key);
        var third = before.Series.Where(s => s.StoreId == 3).Sum(s => s.Units[0]);
        Assert.Equal((before.Days[0].Published, third), (after.Days[0].Published, after.Days[0].NotExplained), Close);
        Assert.Equal(after.Days[0].Published, after.Days[0].Mean + after.Days[0].NotExplained, 6);

        static bool Close((double, double) one, (double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) < 1e-6 && Math.Abs(one.Item2 - other.Item2) < 1e-6;
    }

    [Fact]
    public async Task RegionOfOthers_IsRefused_AndItsStoresAreNotFound()
    {
        await using var host = await FittedAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, West, "", Ct));

        await Assert.ThrowsAsync<AccessDeniedException>(() => ExplainAsync(host, new ExplanationQuery(West, [5])));
        Assert.Empty((await ExplainAsync(host, new ExplanationQuery(North, [5]))).Days);
        Assert.Single((await host.Get<ForecastExplainer>().ExplainAsync(Admin, new ExplanationQuery(West, [5], [1]), Ct)).Series);
    }

    [Fact]
    public async Task ModelOfTheDatabase_IsThatOfTheMigrations()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    private async Task<RunsHost> FittedAsync()
    {
        var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return host;
    }

    private static Task<ForecastExplanation> ExplainAsync(RunsHost host, ExplanationQuery query) =>
        host.Get<ForecastExplainer>().ExplainAsync(Planner, query, Ct);
}

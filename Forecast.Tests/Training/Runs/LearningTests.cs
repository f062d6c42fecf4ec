using Azure.Storage.Blobs;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Shards;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>A run that fits learns the model over all series once, before its shards.</summary>
public class LearningTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShardsWaitUntilTheModelIsLearned()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);

        Assert.Null(await host.TakeAsync(ticket, 1));
        await host.LookAsync(); // The watchdog does not send anybody to a shard that must wait.
        Assert.Equal("0", await WithAJobAsync(host));
        await host.ComputeAsync(ticket, 0);

        Assert.Equal("0,1,2", await WithAJobAsync(host));
        Assert.Equal("Done,Waiting,Waiting",
            await ScalarAsync<string>(host.Database, "SELECT string_agg(status, ',' ORDER BY number) FROM run_shard"));
        Assert.NotNull(await host.TakeAsync(ticket, 1));
    }

    [Fact]
    public async Task LearnedModel_IsStoredOnce_AndUsedByAllShards()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);

        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal((RunStatus.Succeeded, 3, 24), (run.Status, run.ShardsDone, run.SeriesDone));
        Assert.Equal("0:0,1:2,2:2", await ScalarAsync<string>(
            host.Database, "SELECT string_agg(shard || ':' || cardinality(store_ids), ',' ORDER BY shard) FROM model_artifact"));
        Assert.EndsWith(
            ".learned", await ScalarAsync<string>(host.Database, "SELECT blob_name FROM model_artifact WHERE shard = 0"),
            StringComparison.Ordinal);
        Assert.Equal(4, await ScalarAsync<long>(
            host.Database, "SELECT count(DISTINCT store_id) FROM series_forecast JOIN series ON series.id = series_id WHERE reason ILIKE "
                + "'%boosted-trees%'"));
    }

    [Fact]
    public async Task WorkerGoneAfterLearning_TheWatchdogSendsTheShards()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        var work = await host.TakeAsync(ticket, 0);
        Assert.NotNull(await host.Get<ForecastWriter>().WriteAsync(work!, await host.Get<ShardComputation>().RunAsync(work!, Ct), Ct));

        await host.LookAsync();

        Assert.Equal("0,1,2", await WithAJobAsync(host));
    }

    [Fact]
    public async Task LearnedModelGoneBeforeARefit_TheStoreIsRefittedWithout()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var name = await ScalarAsync<string>(host.Database, "SELECT blob_name FROM model_artifact WHERE shard = 0");
        var options = new BlobClientOptions();
        await new BlobContainerClient(await servers.BlobConnectionStringAsync(), host.Container, options)
            .DeleteBlobAsync(name, cancellationToken: Ct);
        await SellAsync(host.Database, Yesterday.AddDays(-50), Yesterday, storeId: 3, factor: 2);
        await ChangeAsync(host, storeId: 3, Yesterday.AddDays(-50), Yesterday);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        const string trees = """
            SELECT count(*) FROM series_forecast JOIN series ON series.id = series_id
            WHERE version_id = (SELECT max(id) FROM forecast_version) AND reason ILIKE '%boosted-trees%' AND store_id {0} 3
            """;
        Assert.Equal(0, await ScalarAsync<long>(host.Database, trees.Replace("{0}", "=", StringComparison.Ordinal)));
        Assert.True(await ScalarAsync<long>(host.Database, trees.Replace("{0}", "<>", StringComparison.Ordinal)) > 0);
    }

    [Fact]
    public async Task LearningSwitchedOff_ThereIsNoPartForIt()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Engine:Models:0", "local"));

        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal((RunStatus.Succeeded, 2), (run.Status, run.ShardsDone));
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast WHERE reason ILIKE '%trees%'"));
    }

    [Fact]
    public async Task HistoryTooShortToLearnFrom_IsForecastByLocalModels()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await ExecuteAsync(host.Database, "DELETE FROM series_year");
        await SellAsync(host.Database, Yesterday.AddDays(-9), Yesterday);

        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal((RunStatus.Succeeded, 3, 24), (run.Status, run.ShardsDone, run.SeriesDone));
        Assert.Equal(2, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM model_artifact"));
    }

    private static Task<string> WithAJobAsync(RunsHost host) => ScalarAsync<string>(
        host.Database,
        "SELECT string_agg(number::text, ',' ORDER BY number) FROM run_shard s JOIN hangfire.jobqueue q ON q.jobid = s.job_id");
}

using Azure.Storage.Blobs;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class RefreshTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoNewDays_RefreshEqualsTheRetrain()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, run.Message));
        Assert.Equal(0, await LargestDifferenceAsync(host, "mean"), precision: 4);
        Assert.Equal(0, await LargestDifferenceAsync(host, "p90"), precision: 4);
        Assert.Equal(24, await ScalarAsync<long>(
            host.Database, $"SELECT count(*) FROM series_forecast WHERE version_id = {run.ForecastVersionId}"));
    }

    [Fact]
    public async Task NewDay_IsFoldedIn()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        // Yesterday comes late: the model was fitted without it.
        await EraseAsync(host.Database, Yesterday);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await SellAsync(host.Database, Yesterday, Yesterday, factor: 3);
        await ChangeAsync(host, storeId: 1, Yesterday, Yesterday);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, run.Message)); // A new day is no correction.
        Assert.True(await ScalarAsync<bool>(host.Database, """
            SELECT bool_and(n.mean > o.mean) FROM
                (SELECT sum(m) AS mean FROM store_outlook, unnest(mean) m WHERE version_id = (SELECT max(id) FROM forecast_version)) n,
                (SELECT sum(m) AS mean FROM store_outlook, unnest(mean) m WHERE version_id = (SELECT min(id) FROM forecast_version)) o
            """));
        Assert.Equal(Yesterday, await ScalarAsync<DateOnly>(
            host.Database, $"SELECT min(last_loaded_day) FROM store_outlook WHERE version_id = {run.ForecastVersionId}"));
    }

    [Fact]
    public async Task CorrectionBeforeTheOrigin_RefitsThatStoreOnly()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var from = Yesterday.AddDays(-200);
        await SellAsync(host.Database, from, Yesterday, storeId: 3, factor: 10);
        await ChangeAsync(host, storeId: 3, from, Yesterday);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal($"Refitted store S3: sales since {from:yyyy-MM-dd} were corrected.", run.Message);
        Assert.Equal(0, await LargestDifferenceAsync(host, "mean", "series.store_id <> 3"), precision: 4);
        Assert.True(await LargestDifferenceAsync(host, "mean", "series.store_id = 3") > 10);
    }

    [Fact]
    public async Task NewItemInAStore_RefitsThatStoreOnly()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ExecuteAsync(host.Database, """
            INSERT INTO item (id, code, name, category) VALUES (7, 'I7', 'Item 7', 'Category 0');
            INSERT INTO series (store_id, item_id) VALUES (2, 7)
            """);
        await SellAsync(host.Database, Yesterday.AddDays(-5), Yesterday, storeId: 2);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal((RunStatus.Succeeded, "Refitted store S2: 1 items are new."), (run.Status, run.Message));
        Assert.Equal(25, await ScalarAsync<long>(
            host.Database, $"SELECT count(*) FROM series_forecast WHERE version_id = {run.ForecastVersionId}"));
    }

    [Fact]
    public async Task MissingBlob_RefitsAndSaysSo()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var blob = await StateBlobAsync(host, shard: 1);
        await blob.DeleteAsync(cancellationToken: Ct);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal("Refitted 2 stores (S1, S3): the stored model is missing.", run.Message);
        Assert.Equal(24, await ScalarAsync<long>(
            host.Database, $"SELECT count(*) FROM series_forecast WHERE version_id = {run.ForecastVersionId}"));
    }

    [Fact]
    public async Task DamagedBlob_RefitsAndSaysSo()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var blob = await StateBlobAsync(host, shard: 1);
        var bytes = (await blob.DownloadContentAsync(Ct)).Value.Content.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await blob.UploadAsync(new BinaryData(bytes), overwrite: true, Ct);

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, [1], "", Ct));

        Assert.Equal((RunStatus.Succeeded, "Refitted store S1: the stored model is damaged (its checksum differs)."),
            (run.Status, run.Message));
    }

    [Fact]
    public async Task ChosenStores_MoveAlone()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var all = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        var some = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, [4, 2], "", Ct));

        Assert.Equal(12, some.SeriesDone);
        Assert.Equal([2, 4], some.StoreIds!);
        var shown = await ListAsync(host, "SELECT version_id, previous_version_id FROM current_forecast ORDER BY store_id");
        Assert.Equal([(all.ForecastVersionId, null), (some.ForecastVersionId, all.ForecastVersionId), (all.ForecastVersionId, null),
            (some.ForecastVersionId, all.ForecastVersionId)], shown);
    }

    [Fact]
    public async Task BlobServerGone_RetrainFails_AndTheLastGoodForecastStays()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var good = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        const string nowhere = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;"
            + "BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;";
        await using var cutOff = await RunsHost.StartAsync(
            host.ConnectionString, nowhere, host.Container, ProcessRole.Web, host.Get<TimeProvider>());

        var failed = await cutOff.ComputeAsync(await cutOff.Requests.RetrainAsync(Admin, North, "", Ct));
        var refreshed = await cutOff.ComputeAsync(await cutOff.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal((RunStatus.Failed, RunStatus.Failed), (failed.Status, refreshed.Status));
        Assert.Equal(good.ForecastVersionId, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
        Assert.Equal(good.ModelVersionId,
            await ScalarAsync<long>(host.Database, "SELECT model_version_id FROM model_alias WHERE region_id = 1"));
        // The server is back: the same request goes well.
        var again = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        Assert.Equal((RunStatus.Succeeded, ""), (again.Status, again.Message));
    }

    /// <summary>Largest difference between the latest and the first version of any series and day.</summary>
    private static Task<double> LargestDifferenceAsync(RunsHost host, string column, string where = "true") =>
        ScalarAsync<double>(host.Database, $"""
        SELECT max(abs(n.v - o.v))::float8 FROM series_forecast new JOIN series_forecast old USING (series_id)
        JOIN series ON series.id = new.series_id,
        LATERAL unnest(new.{column}) WITH ORDINALITY n (v, h), LATERAL unnest(old.{column}) WITH ORDINALITY o (v, h)
        WHERE n.h = o.h AND new.version_id = (SELECT max(id) FROM forecast_version) AND old.version_id = (SELECT min(id)
            FROM forecast_version) AND {where}
        """);

    private async Task<BlobClient> StateBlobAsync(RunsHost host, int shard)
    {
        var name = await ScalarAsync<string>(host.Database, $"SELECT blob_name FROM model_artifact WHERE shard = {shard}");
        var options = new BlobClientOptions();
        return new BlobContainerClient(await servers.BlobConnectionStringAsync(), host.Container, options).GetBlobClient(name);
    }

    private static async Task<List<(long?, long?)>> ListAsync(RunsHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<(long?, long?)>();
        while (await reader.ReadAsync(Ct))
            rows.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1)));
        return rows;
    }
}

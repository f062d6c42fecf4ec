using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Shards;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class ShardRunnerTests(EmbeddedServers servers)
{
    /// <summary>Everything a run leaves behind, in one number.</summary>
    private const string Fingerprint = """
        SELECT md5(string_agg(row, '' ORDER BY row)) FROM (
            SELECT f::text AS row FROM series_forecast f UNION ALL SELECT o::text FROM store_outlook o UNION ALL SELECT c::text
                FROM current_forecast c
            UNION ALL SELECT a::text FROM model_artifact a UNION ALL SELECT r::text FROM run r) everything
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShardRunTwice_LeavesWhatOneRunLeaves()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        await host.ComputeAsync(ticket);
        var once = await ScalarAsync<string>(host.Database, Fingerprint);

        for (int shard = 0; shard < 3; shard++)
            await host.ComputeAsync(ticket, shard);

        Assert.Equal(once, await ScalarAsync<string>(host.Database, Fingerprint));
        Assert.Equal(24, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
    }

    [Fact]
    public async Task EightWorkersAtOneShard_StoreItOnce()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"), ("Runs:MaxAttempts", "20"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.ComputeAsync(ticket, 0), Ct)));

        var run = await host.Runs.FindAsync(Admin, ticket.RunId, Ct);
        Assert.Equal((RunStatus.Succeeded, 1, 24), (run!.Status, run.ShardsDone, run.SeriesDone));
        Assert.Equal(24, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
        Assert.Equal(1, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM alias_move"));
    }

    [Fact]
    public async Task WorkerThatLostItsShard_CannotWrite_AndAnotherTakesOver()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        long job = await host.JobOfAsync(ticket, 0);
        var lost = await host.TakeAsync(ticket, 0);
        var computed = await host.Get<ShardComputation>().RunAsync(lost!, Ct);
        Assert.Null(await host.Get<ShardHolds>().TryTakeAsync(ticket.RunId, 0, job + 1, Ct)); // A job given before, or for something else.

        var taken = await host.TakeAsync(ticket, 0); // The job has come again: its first worker is thought to be lost.

        Assert.Equal((1, 2), (lost!.Attempt, taken!.Attempt));
        Assert.Null(await host.Get<ForecastWriter>().WriteAsync(lost, computed, Ct));
        Assert.Null(await host.Get<ShardHolds>().FailAsync(lost, "too late", Ct));
        Assert.NotNull(await host.Get<ForecastWriter>().WriteAsync(taken, computed, Ct));
        Assert.Equal(24, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
    }

    [Fact]
    public async Task ShardThatFailsThreeTimes_FailsTheRun_AndTheLastGoodForecastStays()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        long shown = await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast");
        // Nothing can be stored any more, for whatever reason.
        await host.ExecuteAsOwnerAsync("ALTER TABLE store_outlook ADD CONSTRAINT broken CHECK (version_id < 0) NOT VALID");

        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(
            "The database refused to store the forecast. It was tried 3 times. The forecast of 21 November stays on show.", run.Message);
        Assert.Contains(
            "23514", await ScalarAsync<string>(host.Database, $"SELECT detail FROM run WHERE id = {run.Id}"), StringComparison.Ordinal);
        Assert.Equal(0, await ScalarAsync<long>(
            host.Database, $"SELECT count(*) FROM run_shard WHERE run_id = {run.Id} AND status IN ('Waiting', 'Running')"));
        Assert.Equal(shown, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
        Assert.Equal(24, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
    }

    [Fact]
    public async Task WorkersLostTooOften_FailTheRun()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        for (int attempt = 0; attempt < 3; attempt++)
            Assert.NotNull(await host.TakeAsync(ticket, 0));
        await host.ComputeAsync(ticket, 0); // The job comes a fourth time.

        var run = await host.Runs.FindAsync(Admin, ticket.RunId, Ct);
        Assert.Equal(RunStatus.Failed, run!.Status);
        Assert.Contains("was lost", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseSessionsCutInTheMiddle_TheRunStillEndsWell()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.All, ("Runs:SeriesPerShard", "6"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);

        for (int cut = 0; cut < 3; cut++)
        {
            await CutAsync(host.ConnectionString);
            await Task.Delay(50, Ct);
        }

        var run = await host.EndOfAsync(ticket.RunId);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(24, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast"));
    }

    private static async Task CutAsync(string connectionString)
    {
        await using var outside = new NpgsqlConnection(EmbeddedServers.AsOwner(connectionString) + ";Pooling=false");
        await outside.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                outside);
        await command.ExecuteScalarAsync(Ct);
    }
}

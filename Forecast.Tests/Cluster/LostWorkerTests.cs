using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Runs;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Cluster;

/// <summary>Two worker processes, as in production; one is killed (SIGKILL) in the middle of its shards.</summary>
public class LostWorkerTests(LostWorkerTests.Two installation) : IClassFixture<LostWorkerTests.Two>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledWorkersShards_AreFinishedByTheOther()
    {
        await using var front = await RunsHost.StartAsync(
            installation.ConnectionString, installation.Settings["Blobs__ConnectionString"], installation.Settings["Blobs__Container"],
            ProcessRole.Web, installation.Clock, ("Runs:SeriesPerShard", "6"), ("Runs:MinSeriesPerShard", "1"));
        await FillAsync(front.Database, storesPerRegion: 12);
        var doomed = await installation.StartAsync("worker");
        await installation.StartAsync("worker");

        // Whoever has computed a shard waits here with its results in hand, so the kill strikes in the middle of one.
        await using var gate = new NpgsqlConnection(installation.ConnectionString);
        await gate.OpenAsync(Ct);
        await ExecuteAsync(gate, "BEGIN; LOCK TABLE store_outlook IN SHARE MODE");
        var ticket = await front.Requests.RetrainAsync(Admin, North, "with a loss", Ct);
        await WaitAsync(front.Database, "SELECT count(DISTINCT worker) = 2 FROM run_shard WHERE status = 'Running'");
        await doomed.KillAsync();
        await ExecuteAsync(gate, "ROLLBACK");

        var run = await front.EndOfAsync(ticket.RunId);
        Assert.Equal((RunStatus.Succeeded, 13, 72), (run.Status, run.ShardsDone, run.SeriesDone));
        Assert.Equal(72, await ScalarAsync<long>(front.Database, "SELECT count(*) FROM series_forecast"));
        Assert.Equal(12, await ScalarAsync<long>(front.Database, "SELECT count(*) FROM current_forecast"));
        Assert.True(await ScalarAsync<long>(front.Database, "SELECT count(*) FROM run_shard WHERE attempt = 2") > 0);
        // What was begun again was finished by the one that is left.
        Assert.Equal(1, await ScalarAsync<long>(front.Database, "SELECT count(DISTINCT worker) FROM run_shard WHERE attempt = 2"));
    }

    private static async Task WaitAsync(NpgsqlDataSource database, string condition)
    {
        while (!await ScalarAsync<bool>(database, condition))
            await Task.Delay(20, Ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public sealed class Two(EmbeddedServers servers) : Installation(servers)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["Runs__StartsByItself"] = "false",
                ["Runs__WatchdogSeconds"] = "0.5",
                ["Engine__GlobalRounds"] = "20",
            };
        }
    }
}

using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Cluster;

/// <summary>Workers as processes of their own, as in production: killed, frozen, stopped, none at all, idle.</summary>
public class WorkersTests(EmbeddedServers servers)
{
    private const string BothCompute = "count(DISTINCT worker) = 2 FROM run_shard WHERE status = 'Running'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledWorkersShards_AreFinishedByTheOther()
    {
        await using var installed = await Workers.InstallAsync(servers);
        var doomed = await installed.StartAsync("worker");
        await installed.StartAsync("worker");
        await installed.CloseGateAsync(); // So that the kill strikes in the middle of a shard.
        var ticket = await installed.Front.Requests.RetrainAsync(Admin, North, "with a loss", Ct);
        await installed.UntilAsync(BothCompute);

        await doomed.KillAsync();
        await installed.OpenGateAsync();

        await AssertPublishedOnceAsync(installed, ticket);
        await AssertFinishedByAnotherAsync(installed, doomed);
    }

    [Fact] // It holds rows of the run in a transaction when it stops; the database takes them from it.
    public async Task FrozenWorkersShards_AreFinishedByTheOther_AndWhatItStillHasIsNotStored()
    {
        await using var installed = await Workers.InstallAsync(servers);
        var frozen = await installed.StartAsync("worker");
        await installed.StartAsync("worker");
        await installed.CloseGateAsync();
        var ticket = await installed.Front.Requests.RetrainAsync(Admin, North, "with a pause", Ct);
        await installed.UntilAsync(BothCompute);

        await frozen.FreezeAsync();
        await installed.OpenGateAsync();
        await AssertPublishedOnceAsync(installed, ticket);
        await AssertFinishedByAnotherAsync(installed, frozen);
        var before = await StoredAsync(installed);
        await frozen.ThawAsync();

        // It is a worker like any other again: it takes part in the next run, and its old parts have left no trace.
        await installed.UntilAsync($"count(*) = 0 FROM run_shard WHERE status <> 'Done' AND run_id = {Text(ticket.RunId)}");
        Assert.Equal(before, await StoredAsync(installed));
        await installed.CloseGateAsync();
        var next = await installed.Front.Requests.RetrainAsync(Admin, West, "after the pause", Ct);
        await installed.UntilAsync($"count(*) > 0 FROM run_shard WHERE run_id = {Text(next.RunId)} AND {By(frozen)}");
        await installed.OpenGateAsync();
        Assert.Equal(RunStatus.Succeeded, (await installed.Front.EndOfAsync(next.RunId)).Status);
        Assert.Equal(before, await StoredAsync(installed));
    }

    [Fact]
    public async Task StoppedWorker_GivesItsShardsBack_AndNoAttemptIsLost()
    {
        await using var installed = await Workers.InstallAsync(servers);
        var stopped = await installed.StartAsync("worker");
        await installed.StartAsync("worker");
        var fitted = await installed.Front.EndOfAsync((await installed.Front.Requests.RetrainAsync(Admin, North, "", Ct)).RunId);
        Assert.Equal(RunStatus.Succeeded, fitted.Status);
        await installed.CloseGateAsync("LOCK TABLE sales_change IN ACCESS EXCLUSIVE MODE"); // Nobody can read what was corrected.
        var ticket = await installed.Front.Requests.RefreshAsync(Planner, North, null, "with a roll-out", Ct);
        await installed.UntilAsync(BothCompute);

        await stopped.StopAsync();
        long kept = await ScalarAsync<long>(
            installed.Front.Database, $"SELECT count(*) FROM run_shard WHERE status = 'Running' AND {By(stopped)}");
        Assert.True(kept == 0, $"{kept} shards were not given back:\n{stopped.Output}");
        await installed.OpenGateAsync();

        var run = await installed.Front.EndOfAsync(ticket.RunId);
        Assert.Equal((RunStatus.Succeeded, 72), (run.Status, run.SeriesDone));
        Assert.Equal(1, await ScalarAsync<int>(installed.Front.Database, "SELECT max(attempt) FROM run_shard"));
    }

    [Fact]
    public async Task WithoutAWorker_BoardRunsReadinessAndLogSaySo_AndTheRequestIsKept()
    {
        await using var installed = await Workers.InstallAsync(servers);
        await ExecuteAsync(installed.Front.Database, """
            INSERT INTO app_user (id, subject, name, email, role) VALUES (7, 'test:Paul', 'Paul', '', 'Planner');
            INSERT INTO region_grant (user_id, region_id) VALUES (7, 1);
            """);
        var first = await installed.Front.ComputeAsync(await installed.Front.Requests.RetrainAsync(Admin, North, "first", Ct));
        Assert.Equal(RunStatus.Succeeded, first.Status);
        var web = await installed.StartAsync("web");
        using var paul = new Visitor(web.Address);
        (await paul.SignInAsync(new User { Id = 7, Subject = "test:Paul", Name = "Paul" })).Dispose();
        var ticket = await installed.Front.Requests.RefreshAsync(Planner, North, null, "", Ct);

        string ready = "";
        while (!ready.StartsWith("Degraded", StringComparison.Ordinal))
        {
            await Task.Delay(200, Ct);
            ready = await paul.ReadAsync("/health/ready");
        }

        Assert.True(ready.Contains("no worker takes refresh since 2026-11-21 ", StringComparison.Ordinal), ready);
        Assert.Contains("No worker has been there since", await paul.ReadAsync("/region/NORTH"), StringComparison.Ordinal);
        var runs = await paul.ReadAsync("/runs");
        Assert.Contains("Waiting: no worker has been there since", runs, StringComparison.Ordinal);
        Assert.DoesNotContain("left", runs, StringComparison.Ordinal); // As in "2 s left".
        Assert.Equal(1, web.Output.Split('\n').Count(line => line.Contains("No worker takes jobs of", StringComparison.Ordinal)));

        await installed.StartAsync("worker");
        Assert.Equal(RunStatus.Succeeded, (await installed.Front.EndOfAsync(ticket.RunId)).Status);
    }

    [Fact]
    public async Task IdleProcessOfAllRoles_HoldsAtMostTwentyConnections()
    {
        await using var installed = await Workers.InstallAsync(servers);
        await using var front = NpgsqlDataSource.Create(installed.ConnectionString);
        installed.Tell("ConnectionStrings__Forecast", installed.ConnectionString + ";Connection Idle Lifetime=10;Application Name=idle");
        await installed.StartAsync();

        // A process that starts needs many at once; what it keeps afterwards counts.
        const string held = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'idle'";
        await installed.UntilAsync($"now() - min(backend_start) > interval '40 seconds' {held}");
        for (int look = 0; look < 20; look++)
        {
            Assert.InRange(await ScalarAsync<long>(front, $"SELECT count(*) {held}"), 7, 20);
            await Task.Delay(250, Ct);
        }
    }

    private static async Task AssertPublishedOnceAsync(Workers installed, RunTicket ticket)
    {
        var run = await installed.Front.EndOfAsync(ticket.RunId);
        Assert.Equal((RunStatus.Succeeded, 13, 72), (run.Status, run.ShardsDone, run.SeriesDone));
        Assert.Equal("72 12 12", await StoredAsync(installed));
    }

    /// <summary>What a lost worker had begun was begun again, and finished by the one that is left.</summary>
    private static async Task AssertFinishedByAnotherAsync(Workers installed, ProductProcess lost)
    {
        Assert.True(await ScalarAsync<bool>(installed.Front.Database, "SELECT count(*) > 0 FROM run_shard WHERE attempt = 2"));
        Assert.Equal(0, await ScalarAsync<long>(
            installed.Front.Database, $"SELECT count(*) FROM run_shard WHERE attempt = 2 AND {By(lost)}"));
    }

    /// <summary>Rows of North: series forecast, stores' outlooks, stores on show.</summary>
    private static Task<string> StoredAsync(Workers installed) => ScalarAsync<string>(installed.Front.Database, """
        SELECT concat_ws(' ',
            (SELECT count(*) FROM series_forecast f JOIN series s ON s.id = f.series_id WHERE s.store_id <= 12),
            (SELECT count(*) FROM store_outlook WHERE store_id <= 12),
            (SELECT count(*) FROM current_forecast WHERE store_id <= 12))
        """);

    private static string By(ProductProcess worker) => $"worker LIKE '%-{Text(worker.Id)}-%'";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

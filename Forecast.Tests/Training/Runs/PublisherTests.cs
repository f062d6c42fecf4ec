using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Shards;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class PublisherTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_SeeTheOldForecastOrTheNew_NeverAMixture()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reader = ReadAsync(host, reading.Token);

        for (int i = 0; i < 5; i++)
            await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        await reading.CancelAsync();

        var seen = await reader;
        Assert.NotEmpty(seen);
        Assert.All(seen, versions => Assert.Equal(1, versions));
    }

    [Fact]
    public async Task ForecastOfAllZeros_WhereThereWereSales_IsNotShown()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var good = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var ticket = await host.Requests.RefreshAsync(Planner, North, null, "", Ct);
        var work = await host.TakeAsync(ticket, 0);
        var result = await host.Get<ShardComputation>().RunAsync(work!, Ct);
        foreach (var outlook in result.Outlooks)
            Array.Clear(outlook.Mean);
        await host.Get<ForecastWriter>().WriteAsync(work!, result, Ct);

        await host.Get<Forecast.Training.Runs.Publishing.Publisher>().PublishAsync(ticket.RunId, Ct);

        var run = await host.Runs.FindAsync(Admin, ticket.RunId, Ct);
        Assert.Equal(RunStatus.Failed, run!.Status);
        Assert.StartsWith("All of the forecast is zero, though ", run.Message, StringComparison.Ordinal);
        Assert.Equal(good.ForecastVersionId, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
    }

    [Fact]
    public async Task RunComputedButNotPublished_IsPublishedByTheWatchdog()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        var work = await host.TakeAsync(ticket, 0);
        await host.Get<ForecastWriter>().WriteAsync(work!, await host.Get<ShardComputation>().RunAsync(work!, Ct), Ct);
        await ExecuteAsync(host.Database, "UPDATE run_shard SET finished_at = finished_at - interval '5 seconds'");

        await host.LookAsync();

        Assert.Equal(RunStatus.Succeeded, (await host.Runs.FindAsync(Admin, ticket.RunId, Ct))!.Status);
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast"));
    }

    [Fact]
    public async Task RunThatGoesOnShow_CannotBeCancelled_AndIsPublishedByWhoeverFindsIt()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        var work = await host.TakeAsync(ticket, 0);
        await host.Get<ForecastWriter>().WriteAsync(work!, await host.Get<ShardComputation>().RunAsync(work!, Ct), Ct);
        // As if its worker had been lost in the middle of it.
        await ExecuteAsync(
            host.Database, "UPDATE run SET status = 'Publishing'; UPDATE run_shard SET finished_at = finished_at - interval '5 seconds'");

        Assert.False(await host.Requests.CancelAsync(Admin, ticket.RunId, Ct));
        await host.LookAsync();

        Assert.Equal(RunStatus.Succeeded, (await host.Runs.FindAsync(Admin, ticket.RunId, Ct))!.Status);
    }

    [Fact]
    public async Task OlderOrigin_DoesNotReplaceANewerForecast()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        long newer = await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast");
        var ticket = await host.Requests.RefreshAsync(Planner, North, null, "", Ct);
        // As if this run had been planned a day ago and took until now.
        await ExecuteAsync(host.Database, $"UPDATE run SET origin = origin - 1 WHERE id = {ticket.RunId}");

        var run = await host.ComputeAsync(ticket);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(newer, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
    }

    [Fact]
    public async Task Retrain_MovesTheChampionAndKeepsTheHistory()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var first = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "first", Ct));
        var second = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "better weather data", Ct));

        Assert.Equal(second.ModelVersionId,
            await ScalarAsync<long>(host.Database, "SELECT model_version_id FROM model_alias WHERE alias = 'champion'"));
        Assert.Equal(
            $"null>{first.ModelVersionId} first, {first.ModelVersionId}>{second.ModelVersionId} better weather data",
            await ScalarAsync<string>(host.Database, """
                SELECT string_agg(coalesce(from_version_id::text, 'null') || '>' || to_version_id || ' ' || reason, ', ' ORDER BY id)
                    FROM alias_move
                """));
        Assert.Equal(2, await ScalarAsync<long>(host.Database, """
            SELECT count(*) FROM model_version WHERE completed_at IS NOT NULL AND length(data_digest) = 64 AND wape < naive_wape
                AND wape > 0
            """));
    }

    [Fact]
    public async Task NewModelsThatDoWorse_DoNotTakeOver_AndThoseInUseBringTheForecastUpToDate()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var first = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "first", Ct));
        await ForesawEverythingAsync(host);

        var second = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "second", Ct));

        Assert.Equal(RunStatus.Failed, second.Status);
        Assert.StartsWith("The new models do worse: in backtests of the same ", second.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            " those of the models in use by 0.0 %. The models in use stay. The forecast of 21 November stays on show.", second.Message,
            StringComparison.Ordinal);
        Assert.Equal(first.ForecastVersionId, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
        Assert.Equal(first.ModelVersionId,
            await ScalarAsync<long>(host.Database, "SELECT model_version_id FROM model_alias WHERE alias = 'champion'"));
        Assert.Equal(1, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM alias_move"));

        long instead = await ScalarAsync<long>(host.Database, "SELECT id FROM run WHERE kind = 'Refresh' AND requested_by = 'schedule'");
        var refreshed = await host.ComputeAsync(new RunTicket(instead, Joined: false));
        Assert.Equal((RunStatus.Succeeded, first.ModelVersionId), (refreshed.Status, refreshed.ModelVersionId));
        Assert.Equal(refreshed.ForecastVersionId, await ScalarAsync<long>(host.Database, "SELECT max(version_id) FROM current_forecast"));
    }

    [Fact]
    public async Task MorningRunWhoseNewModelsDoWorse_HandsItsDeadlineOn()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ForesawEverythingAsync(host);
        await ExecuteAsync(host.Database, "UPDATE model_version SET origin = origin - 7"); // Old enough to be fitted anew.
        var morning = await host.Get<Forecast.Training.Runs.Scheduling.MorningRuns>().StartDueAsync(North, "Every morning.", Ct);

        await host.ComputeAsync(morning!);

        Assert.Equal("Morning Failed, Refresh Running", await ScalarAsync<string>(host.Database, """
            SELECT string_agg(kind || ' ' || status, ', ' ORDER BY id) FROM run WHERE deadline_at IS NOT NULL
            """));
    }

    [Fact]
    public async Task NewModelsThatDoWorse_TakeOver_WhereThoseInUseAreOfAnotherEngine()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ForesawEverythingAsync(host);
        await ExecuteAsync(host.Database, "UPDATE model_version SET engine = 'an older one'");

        var second = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal(RunStatus.Succeeded, second.Status);
        Assert.Equal(second.ModelVersionId,
            await ScalarAsync<long>(host.Database, "SELECT model_version_id FROM model_alias WHERE alias = 'champion'"));
    }

    /// <summary>As if the models in use had foreseen every day of their backtests.</summary>
    private static Task ForesawEverythingAsync(RunsHost host) =>
        ExecuteAsync(host.Database, "UPDATE store_outlook SET backtest_predicted = backtest_actual");

    private static async Task<List<long>> ReadAsync(RunsHost host, CancellationToken ct)
    {
        var seen = new List<long>();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                await using var command = host.Database.CreateCommand("SELECT count(DISTINCT version_id) FROM current_forecast");
                seen.Add((long)(await command.ExecuteScalarAsync(ct))!);
            }
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }

        return seen;
    }
}

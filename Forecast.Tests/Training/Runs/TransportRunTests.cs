using Forecast.Domain.Transport;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class TransportRunTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publishing_WorksTransportOut_OfAllStoresOnShow()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        // Two stores of the route, the route, and two stores without one, 14 days each.
        Assert.Equal(5 * 14, await CountAsync(host, "true"));
        Assert.Equal(14, await CountAsync(host, "store_id IS NULL AND trucks > 0 AND odds >= odds_of_two AND why_not = ''"));
        Assert.Equal(28, await CountAsync(host, "route_id IS NULL AND trucks IS NULL AND why_not = 'No route supplies this store.'"));
        Assert.Equal(0, await CountAsync(host, "whole_pallets < pallets OR pallets_of_cases < pallets - 0.001"));
        Assert.False(await ScalarAsync<bool>(host.Database, "SELECT is_due FROM region_transport WHERE region_id = 1"));
    }

    [Fact]
    public async Task RefreshOfOneStore_KeepsTheOthersOfItsRoute()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var before = await ScalarAsync<double>(host.Database, Pallets);

        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, [1], "", Ct));

        Assert.Equal(5 * 14, await CountAsync(host, "true"));
        Assert.Equal(before, await ScalarAsync<double>(host.Database, Pallets), 0.2 * before);
    }

    [Fact]
    public async Task ChangedRoute_IsWorkedOutByTheWatchdog_WithoutANewForecast()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var trucks = await ScalarAsync<long>(host.Database, Trucks);
        await ExecuteAsync(host.Database, "UPDATE delivery_route SET pallets = pallets / 8");
        await using (var connection = await host.Database.OpenConnectionAsync(Ct))
            await TransportDue.InAsync(connection, North, Ct);

        await host.Get<IEnumerable<IWatch>>().OfType<DueTransport>().Single().LookAsync(Ct);

        Assert.True(await ScalarAsync<long>(host.Database, Trucks) > trucks);
        Assert.False(await ScalarAsync<bool>(host.Database, "SELECT is_due FROM region_transport WHERE region_id = 1"));
    }

    private const string Pallets = "SELECT sum(pallets)::float8 FROM transport_day WHERE store_id IS NULL";

    private const string Trucks = "SELECT sum(trucks) FROM transport_day WHERE store_id IS NULL";

    /// <summary>Stores 1 and 2 are supplied by a route, stores 3 and 4 by none; all items have sizes.</summary>
    private async Task<RunsHost> StartAsync()
    {
        var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Engine:Models:0", "local"));
        await ExecuteAsync(host.Database, """
            UPDATE item SET cases_per_pallet = 5, kg_per_case = 9, cubic_metres_per_case = 0.02;
            INSERT INTO delivery_route (code, name, region_id, vehicle, pallets) VALUES ('R1', 'Round 1', 1, 'Van', 4);
            UPDATE store SET route_id = (SELECT id FROM delivery_route) WHERE id IN (1, 2);
            """);
        return host;
    }

    private static Task<long> CountAsync(RunsHost host, string condition) =>
        ScalarAsync<long>(host.Database, $"SELECT count(*) FROM transport_day WHERE {condition}");
}

using Forecast.Domain.Data;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Shards;
using Forecast.Web.Features.Sales.Reading;
using Microsoft.EntityFrameworkCore;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>What fits notice in the sales, from the shard that computes it to those who may read it.</summary>
public class SalesRemarkTests(EmbeddedServers servers)
{
    private const string Fingerprint = """
        SELECT coalesce(md5(string_agg(row(series_id, day, kind, sold, suggested, impact, reason)::text, ''
            ORDER BY series_id, day)), '') FROM sales_remark
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retrain_KeepsStockOutAndOutlier_WithWhatWasSoldAndWhatWasExpected()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        var rows = await Reader(host).ReadAsync(Planner, default, 0, 10, Ct);

        Assert.Equal([(SalesRemarkKind.Outlier, 900f), (SalesRemarkKind.StockOut, 2f)], rows.Select(r => (r.Kind, r.Sold)));
        Assert.All(rows, r => Assert.InRange(r.Expected, 5, 30));
        Assert.Equal(("North", "Store 1", "Item 1", Yesterday.AddDays(-5)), (rows[0].Region, rows[0].Store, rows[0].Item, rows[0].Day));
        Assert.Equal(900f, await ScalarAsync<float>(host.Database, SoldOn(Yesterday.AddDays(-5), 1))); // The sales themselves stay.
    }

    [Fact]
    public async Task ShardThatRunsTwice_AndASecondRetrain_LeaveTheSame()
    {
        await using var host = await StartAsync();
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        await host.ComputeAsync(ticket);
        var once = await ScalarAsync<string>(host.Database, Fingerprint);
        Assert.NotEmpty(once);

        await host.ComputeAsync(ticket, 1);
        Assert.Equal(once, await ScalarAsync<string>(host.Database, Fingerprint));

        var again = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        await host.ComputeAsync(again);
        Assert.Equal(once, await ScalarAsync<string>(host.Database, Fingerprint));
        Assert.Equal(again.RunId, await ScalarAsync<long>(host.Database, "SELECT min(run_id) FROM sales_remark"));
    }

    [Fact]
    public async Task CorrectedSales_TakeTheirRemarkAway_OtherStoresKeepTheirs()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ExecuteAsync(host.Database, Sell(Yesterday.AddDays(-5), 1, 9));
        await ChangeAsync(host, 1, Yesterday.AddDays(-5), Yesterday.AddDays(-5));

        // The refresh refits the corrected store only.
        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal(SalesRemarkKind.StockOut, Assert.Single(await Reader(host).ReadAsync(Planner, default, 0, 10, Ct)).Kind);
    }

    [Fact]
    public async Task LostAttempt_LeavesNoRemarks()
    {
        await using var host = await StartAsync(("Engine:Models:0", "local")); // The first part is a fit then.
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        var lost = await host.TakeAsync(ticket, 0);
        var computed = await host.Get<ShardComputation>().RunAsync(lost!, Ct);
        await ExecuteAsync(host.Database, "UPDATE run_shard SET attempt = attempt + 1");

        Assert.NotNull(computed.Review);
        Assert.Null(await host.Get<ForecastWriter>().WriteAsync(lost!, computed, Ct));
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM sales_remark"));
    }

    [Fact]
    public async Task Planner_SeesOnlyTheOwnRegion()
    {
        await using var host = await StartAsync();
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, West, "", Ct));
        var reader = Reader(host);

        Assert.Equal(["North", "North"], (await reader.ReadAsync(Planner, default, 0, 10, Ct)).Select(r => r.Region));
        Assert.Empty(await reader.ReadAsync(Planner, new DayFilter("WEST", null), 0, 10, Ct));
        Assert.Empty(await reader.CountAsync(Planner, new DayFilter("WEST", null), Ct));
        Assert.Equal([("NORTH", "North")], await reader.RegionsAsync(Planner, Ct));
        Assert.Equal(2, await reader.AllAsync(Planner, default, Ct).CountAsync(Ct));
        Assert.Empty(await reader.ReadAsync(Planner with { RegionIds = new HashSet<int>() }, default, 0, 10, Ct));

        Assert.Equal(["North", "North", "West"],
            (await reader.ReadAsync(Admin, default, 0, 10, Ct)).Select(r => r.Region).Order(StringComparer.Ordinal));
        Assert.Equal("West", Assert.Single(
            await reader.ReadAsync(Admin, new DayFilter("WEST", SalesRemarkKind.Outlier), 0, 10, Ct)).Region);
        Assert.Equal((2, 1), (
            (await reader.CountAsync(Admin, default, Ct))[SalesRemarkKind.Outlier],
            (await reader.CountAsync(Admin, default, Ct))[SalesRemarkKind.StockOut]));
        Assert.Single(await reader.ReadAsync(Admin, default, 2, 10, Ct));
    }

    /// <summary>
    /// The small retailer with a spike in series 1 (North), a stock-out in series 8 (North), a spike in series 30 (West).
    /// </summary>
    private async Task<RunsHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = await RunsHost.StartAsync(servers, ProcessRole.Web, settings);
        var stockOut = Yesterday.AddDays(-9);
        await ExecuteAsync(host.Database, $"""
            {Sell(Yesterday.AddDays(-5), 1, 900)};
            {Sell(Yesterday.AddDays(-6), 30, 800)};
            {Sell(stockOut, 8, 2)};
            UPDATE series_year SET stocked_out = array_fill(0::real, ARRAY[cardinality(quantity)]) WHERE series_id = 8
                AND year = {stockOut.Year};
            UPDATE series_year SET stocked_out[{stockOut.DayOfYear}] = 1 WHERE series_id = 8 AND year = {stockOut.Year};
            """);
        return host;
    }

    private static string Sell(DateOnly day, int series, int units) =>
        $"UPDATE series_year SET quantity[{day.DayOfYear}] = {units} WHERE series_id = {series} AND year = {day.Year}";

    private static string SoldOn(DateOnly day, int series) =>
        $"SELECT quantity[{day.DayOfYear}] FROM series_year WHERE series_id = {series} AND year = {day.Year}";

    private static DayReader Reader(RunsHost host) => new(host.Get<ViewerContexts>());
}

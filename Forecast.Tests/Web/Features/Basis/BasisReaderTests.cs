using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Access;
using Forecast.Web.Features.Basis;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Ended;
using Microsoft.EntityFrameworkCore;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Web.Features.Basis;

public sealed class BasisReaderTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forecast_RestsOnTheDaysLoaded_TheFilesAndWhatHasEnded()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await EraseAsync(host.Database, Yesterday.AddDays(-10));
        await ExecuteAsync(host, $"""
            UPDATE series_year SET quantity = (
                SELECT array_agg(CASE WHEN make_date(year, 1, 1) + day::int - 1 > '{Yesterday.AddDays(-60):O}' AND units <> 'NaN' THEN 0
                                 ELSE units END ORDER BY day)
                FROM unnest(quantity) WITH ORDINALITY AS q (units, day))
            WHERE series_id = 3
            """);
        await ChangeAsync(host, storeId: 2, Yesterday, Yesterday);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        var basis = (await ReadAsync(host, "NORTH"))!;

        Assert.Equal(4, basis.Board.Stores.Count);
        Assert.All(
            basis.Board.Stores.Select(s => s.Outlook!),
            o => Assert.Equal((Days - 1, 1, 0), (o.DaysUsed, o.DaysMissing, o.ItemDaysEstimated)));
        Assert.All(basis.Stores, s => Assert.Equal((Yesterday.AddDays(1 - Days), Yesterday), (s.From, s.Sales!.LoadedUntil)));
        Assert.Equal(("Store 1", "Item 3"), Assert.Single(basis.Ended.Select(e => (e.Store, e.Item))));
        Assert.Equal(1, basis.ItemsEnded);
        Assert.Equal("correction.csv", Assert.Single(basis.Loads).FileName);
    }

    [Fact]
    public async Task RegionOfOthers_IsNotThere()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);

        Assert.Null(await ReadAsync(host, "WEST"));
    }

    private static async Task ExecuteAsync(RunsHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<ForecastBasis?> ReadAsync(RunsHost host, string region)
    {
        var contexts = host.Get<IDbContextFactory<ForeactDb>>();
        var viewers = host.Get<ViewerContexts>();
        using var cache = new OutlookCache();
        var clock = host.Get<TimeProvider>();
        var boards = new BoardReader(viewers, cache, new ItemNames(clock), clock);
        var endings = new StoreEndings(viewers, new AuditTrail(contexts, clock), clock);
        return await new BasisReader(viewers, boards, endings, clock).ReadAsync(Planner, region, Ct);
    }
}

using Forecast.Domain.Catalog;
using Forecast.Tests.Support;
using Forecast.Training.History;
using Forecast.Training.Panels;
using Npgsql;

namespace Forecast.Tests.Training.History;

public class PanelReaderTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly Region Germany = new() { Id = 1, Code = "N", Name = "N", TimeZone = "Europe/Berlin", HolidayCalendar = "DE" };
    private static readonly DateOnly Origin = new(2025, 1, 3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Store 2 sells items 1 and 2, store 1 item 2. History of the series (2, 1) starts on 30 December 2024; (1, 2) has a promotion ahead;
    /// store 2 closes on 5 January 2025.
    /// </summary>
    public async ValueTask InitializeAsync() => await EmbeddedServers.ExecuteAsOwnerAsync(database.ConnectionString, """
        TRUNCATE region, store, item, series, series_year, store_year CASCADE;
        INSERT INTO region (id, code, name, time_zone, holiday_calendar, morning_run_at, deadline_at)
            VALUES (1, 'N', 'N', 'Europe/Berlin', 'DE', '05:00', '09:00');
        INSERT INTO store (id, code, name, region_id, type) VALUES (1, 'S1', 'S1', 1, ''), (2, 'S2', 'S2', 1, '');
        INSERT INTO item (id, code, name, category, units_per_case, cases_per_pallet)
            VALUES (1, 'I1', 'I1', 'Milk', 10, 5), (2, 'I2', 'I2', '', NULL, 5);
        INSERT INTO series (id, store_id, item_id) VALUES (11, 2, 2), (12, 2, 1), (13, 1, 2);
        CREATE OR REPLACE FUNCTION year_of(y int, first int, given real[]) RETURNS real[] LANGUAGE sql AS $$
            SELECT array_agg(coalesce(given[d - first + 1], 'NaN') ORDER BY d)
            FROM generate_series(1, extract(doy FROM make_date(y, 12, 31))::int) d $$;
        INSERT INTO series_year (series_id, year, quantity, promotion) VALUES
            (12, 2024, year_of(2024, 365, ARRAY[7, 8]), NULL),
            (12, 2025, year_of(2025, 1, ARRAY[1, 2, 3, 99]), NULL),
            (13, 2025, year_of(2025, 2, ARRAY[0, 5]), year_of(2025, 3, ARRAY[0, 1, 1]));
        INSERT INTO store_year (store_id, year, open) VALUES (2, 2025, year_of(2025, 1, ARRAY[1, 1, 1, 1, 0]));
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Catalog_IsOrderedByStoreThenItem_WithTransportUnits()
    {
        var series = await new SeriesCatalog(database.Source).ReadAsync([2, 1], Ct);

        Assert.Equal([13, 12, 11], series.Select(s => s.SeriesId));
        Assert.Equal([-1, 1, -1], series.Select(s => s.CategoryCode));
        Assert.Equal([double.NaN, 50, double.NaN], series.Select(s => s.UnitsPerPallet));
    }

    [Fact]
    public async Task History_RunsOverTheTurnOfTheYear_AndEndsAtTheOrigin()
    {
        var panel = await ReadAsync(null);

        Assert.Equal((new DateOnly(2024, 12, 30), 5, 2), (panel.FirstDay, panel.Days, panel.Horizon));
        Assert.Equal(Origin, panel.Origin);
        const float no = float.NaN;
        Assert.Equal([no, no, no, 0, 5, 7, 8, 1, 2, 3, no, no, no, no, no], panel.Quantity);
        panel.Validate();
    }

    [Fact]
    public async Task PlansAhead_AreReadToTheHorizon_AndMissingKindsAreAbsent()
    {
        var panel = await ReadAsync(null);

        const float no = float.NaN;
        Assert.Equal([no, no, no, no, 0, 1, 1], panel.Promotion![..7]);
        Assert.Equal([no, no, 1, 1, 1, 1, 0], panel.Open![7..14]);
        Assert.Equal(panel.Open[7..14], panel.Open[14..21]); // Both items of the store.
        Assert.Null(panel.Price);
        Assert.Null(panel.StockedOut);
        Assert.Equal("New Year's Day", Assert.Single(panel.Holidays!, h => h.Day == new DateOnly(2025, 1, 1)).Name);
    }

    [Fact]
    public async Task FirstDayAskedFor_IsTheFirstDay()
    {
        var panel = await ReadAsync(new DateOnly(2025, 1, 1));

        Assert.Equal((new DateOnly(2025, 1, 1), 3), (panel.FirstDay, panel.Days));
        Assert.Equal([1, 2, 3], panel.Quantity[3..6]);
    }

    [Fact]
    public async Task FirstDayWithinAYear_LeavesEveryValueOnItsDay()
    {
        await ExecuteAsync("""
            UPDATE series_year SET stocked_out = array_fill(0::real, ARRAY[366]), price = array_fill(2::real, ARRAY[366])
                WHERE series_id = 12;
            UPDATE series_year SET stocked_out[366] = 1, price[366] = 3 WHERE series_id = 12 AND year = 2024;
            UPDATE series_year SET stocked_out[3] = 1 WHERE series_id = 12 AND year = 2025;
            """);

        var panel = await ReadAsync(new DateOnly(2024, 12, 31));

        Assert.Equal([8, 1, 2, 3], panel.Quantity[4..8]);
        Assert.Equal([1, 0, 0, 1], panel.StockedOut![4..8]);
        Assert.Equal([0, 0, 0, 0], panel.StockedOut[..4]);
        Assert.Equal([3, 2, 2, 2, 2, 2], panel.Price![6..12]);
        Assert.Equal([1, 1, 1, 1, 0], panel.Open![7..12]);
        panel.Validate();
    }

    [Fact]
    public async Task FirstDayBeforeAllSales_IsTrimmedWhereAskedFor()
    {
        var panel = await ReadAsync(new DateOnly(2023, 5, 1), trims: true);

        Assert.Equal((new DateOnly(2024, 12, 30), 5), (panel.FirstDay, panel.Days));
        Assert.Equal(DataDigest.Of(await ReadAsync(null)), DataDigest.Of(panel));
    }

    [Fact]
    public async Task NoHistoryAtAll_IsOneUnknownDay()
    {
        await EmbeddedServers.ExecuteAsOwnerAsync(database.ConnectionString, "TRUNCATE series_year, store_year");

        var panel = await ReadAsync(null);

        Assert.Equal((Origin, 1), (panel.FirstDay, panel.Days));
        Assert.All(panel.Quantity, q => Assert.True(float.IsNaN(q)));
    }

    [Fact]
    public async Task Digest_ChangesWithOneValue_AndOnlyThen()
    {
        var before = DataDigest.Of(await ReadAsync(null));
        Assert.Equal(before, DataDigest.Of(await ReadAsync(null)));

        await ExecuteAsync("UPDATE series_year SET quantity[3] = 4 WHERE series_id = 12 AND year = 2025");

        Assert.NotEqual(before, DataDigest.Of(await ReadAsync(null)));
    }

    [Fact]
    public async Task DaysWithoutSalesAtTheEnd_AreCutOff()
    {
        await ExecuteAsync("UPDATE series_year SET quantity[3] = 'NaN'");
        var panel = await ReadAsync(null);

        int known = PanelDays.Known(panel);
        var cut = PanelDays.WithoutLast(panel, panel.Days - known);

        Assert.Equal(4, known);
        Assert.Equal((new DateOnly(2025, 1, 2), 4), (cut.Origin, cut.Days));
        Assert.Equal([7, 8, 1, 2], cut.Quantity[4..8]);
        cut.Validate();
    }

    private async Task<Panel> ReadAsync(DateOnly? from, bool trims = false)
    {
        var series = await new SeriesCatalog(database.Source).ReadAsync([1, 2], Ct);
        var query = new PanelQuery(Germany, Origin, 2, from, trims || from is null);
        return await new PanelReader(database.Source).ReadAsync([.. series.Select(s => s.ToPanel())], query, Ct);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, await database.Source.OpenConnectionAsync(Ct));
        await command.ExecuteNonQueryAsync(Ct);
        await command.Connection!.DisposeAsync();
    }
}

using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Tests.Domain.Imports;
using Forecast.Tests.Reference;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Training.Evaluation;

/// <summary>Every file of <c>Reference/Cases</c> through import and backtest; right values as its README says.</summary>
public class CaseFileTests(EmbeddedServers servers) : BothReadings(servers)
{
    /// <summary>The day after the last sales of the files.</summary>
    internal override FixedTime Time { get; } = new("2026-11-26T12:00:00Z");

    /// <summary>Rows, days of series and units of each file, and words that are said of it.</summary>
    public static TheoryData<string, long, long, double, string> Readable => new()
    {
        { "closed_christmas_newyear_no_flag", 5864, 5864, 130_763, "" },
        { "comma_in_store_code", 1350, 1350, 8_093, "" },
        { "feed_stopped_13_months_ago", 400, 400, 6_762, "" },
        { "german_dates", 60, 60, 66_420, "Dates are read day first" },
        { "german_thousands_point", 63, 63, 71_280, "\"1.000\" in line 3 is read as thousands" },
        { "lookalike_codes", 60, 40, 210, "\"tea\" and \"TEA\" and \"Tea\"" },
        { "midnight_timestamps", 90, 90, 722, "" },
        { "new_slow_item_beside_fast", 419, 419, 17_037, "" },
        { "one_typo_hits_neighbour", 1200, 1200, 21_279, "" },
        { "rows_only_when_sold", 480, 480, 550, "--missing nothing-sold" },
        { "store_renumbered", 1600, 1600, 122_270, "" },
        { "sunday_never_in_file", 686, 686, 62_595, "" },
        { "ticket_lines", 1257, 90, 1_257, "lines of one day's sales" },
        { "us_thousands_comma", 60, 60, 66_420, "\"1,131\" in line 2 is read as thousands" },
    };

    [Theory, MemberData(nameof(Readable))]
    public async Task File_IsTakenWhole_AndAlikeByImportAndBacktest(string name, long rows, long days, double units, string words)
    {
        var load = await LoadAsync(Case.Bytes(name));
        var sales = await ReadAsync(Case.Bytes(name), new());

        Assert.Equal((LoadStatus.Succeeded, rows, rows, 0L), (load.Status, load.RowsRead, load.RowsAccepted, load.RowsRejected));
        Assert.Equal((rows, 0L), (sales.Rows, sales.Rejected));
        const string stored = "FROM series_year, unnest(quantity) AS units WHERE units <> 'NaN'";
        Assert.Equal((days, units), ((long)await ScalarAsync($"SELECT count(*) {stored}"),
            (double)await ScalarAsync($"SELECT sum(units::float8) {stored}")));
        Assert.Equal((days, units), (sales.Quantity.LongCount(float.IsFinite), sales.Quantity.Where(float.IsFinite).Sum(u => (double)u)));
        Assert.Contains(words, load.Message, StringComparison.Ordinal);
        Assert.Contains(words, string.Join(' ', sales.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsAWeekApart_AreRefused_AndLeaveNothingBehind()
    {
        var load = await LoadAsync(Case.Bytes("weekly_as_daily"));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Case.Bytes("weekly_as_daily"), new()));

        Assert.Equal((LoadStatus.Failed, refused.Message), (load.Status, load.Message));
        Assert.Contains("seven days apart", load.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM store"));
    }

    [Fact]
    public async Task NewSlowItem_IsForecastNearItsOwnLevel() =>
        Assert.All(await MeansAsync("new_slow_item_beside_fast", 7, "SPICE"), mean => Assert.InRange(mean, 1, 4));

    [Fact]
    public async Task OneTypo_MovesNoNeighbour_AndItsOwnSeriesLittle()
    {
        byte[] without = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Case.Bytes("one_typo_hits_neighbour")).Replace("2025-10-08,S1,A,1000", "2025-10-08,S1,A,10",
                StringComparison.Ordinal));
        var typo = await ForecastAsync(Case.Bytes("one_typo_hits_neighbour"), new(), 14);
        var control = await ForecastAsync(without, new(), 14);

        foreach (var (series, means) in typo)
        {
            Assert.InRange(means.Sum() / control[series].Sum(), series == "A" ? 0.8 : 0.98, series == "A" ? 1.2 : 1.02);
            for (int h = 0; h < means.Length; h++)
                Assert.InRange(means[h] / control[series][h], series == "A" ? 0.8 : 0.95, series == "A" ? 1.2 : 1.05);
        }

        Assert.All(typo["A"], mean => Assert.InRange(mean, 8, 13));
    }

    [Fact]
    public async Task DaysClosedEveryYear_AreForecastAsNothing()
    {
        var sales = await ReadAsync(Case.Bytes("closed_christmas_newyear_no_flag"), new());
        var result = Backtest(sales, 17);

        // The forecast begins on 23 December: days 2, 3 and 9 are the 25th, the 26th and 1 January.
        for (int s = 0; s < sales.Series.Length; s++)
        {
            Assert.All(new[] { 2, 3, 9 }, h => Assert.Equal((0f, 0f), (result.Mean[s * 17 + h], result.P90[s * 17 + h])));
            Assert.All(new[] { 0, 1, 4, 8, 10 }, h => Assert.True(result.Mean[s * 17 + h] > 1));
        }
    }

    [Fact]
    public async Task DaysWithoutARow_AreNothingSold_WhenSaidSo()
    {
        using var stream = new MemoryStream(Case.Bytes("rows_only_when_sold"));
        var sales = await LongSalesReader.ReadAsync(stream, missingIsZero: true, new ReadingOptions(), Stop);

        Assert.DoesNotContain("--missing", string.Join(' ', sales.Remarks), StringComparison.Ordinal);
        Assert.InRange(Backtest(sales, 7).Mean.Average(), 0.15, 0.45); // The true mean is 0.3.
    }

    [Fact]
    public async Task WeekdayWithoutAnyRow_IsAClosedDay()
    {
        var sales = await ReadAsync(Case.Bytes("sunday_never_in_file"), new());
        var result = Backtest(sales, 7);

        // The forecast begins on Thursday, 19 November 2026.
        for (int s = 0; s < sales.Series.Length; s++)
            Assert.Equal((0f, 0f), (result.Mean[s * 7 + 3], result.P90[s * 7 + 3]));
        Assert.InRange(result.Mean.Sum(), 1_090 * 0.93, 1_090 * 1.07);
    }

    private static async Task<float[]> MeansAsync(string name, int horizon, string item) =>
        (await ForecastAsync(Case.Bytes(name), new(), horizon))[item];

    /// <summary>Means of the last window, by item.</summary>
    private static async Task<Dictionary<string, float[]>> ForecastAsync(byte[] file, ReadingOptions options, int horizon)
    {
        var sales = await ReadAsync(file, options);
        var result = Backtest(sales, horizon);
        return Enumerable.Range(0, sales.Series.Length).ToDictionary(
            s => sales.Items[sales.Series[s].Item], s => result.Mean[(s * horizon)..((s + 1) * horizon)], StringComparer.Ordinal);
    }

    private static PanelForecast Backtest(LongSales sales, int horizon)
    {
        PanelForecast? last = null;
        new SalesBacktest(sales, new EngineOptions { Horizon = horizon }).Run(1, horizon, 0, (_, forecast) => last = forecast, Stop);
        return last!;
    }
}

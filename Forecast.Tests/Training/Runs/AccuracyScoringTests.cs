using Forecast.Domain.Accuracy;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Accuracy;
using Forecast.Training.Runs.Shards;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class AccuracyScoringTests(EmbeddedServers servers)
{
    private readonly StillClock clock = new(Boards.Morning);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The first day forecast, a Saturday.</summary>
    private static DateOnly Saturday => Yesterday.AddDays(1);

    [Fact]
    public async Task WhatGoesOnShow_IsKept_AndNothingElse()
    {
        await using var host = await PublishedAsync();
        var ticket = await host.Requests.RefreshAsync(Planner, North, null, "", Ct);
        var work = await host.TakeAsync(ticket, 0); // Computed and never shown.
        await host.Get<ForecastWriter>().WriteAsync(work!, await host.Get<ShardComputation>().RunAsync(work!, Ct), Ct);

        var kept = await KeptAsync(host);

        Assert.Equal(16, kept.Count); // 4 stores × 4 days ahead
        Assert.All(kept, k => Assert.Equal((6, 6, Saturday.AddDays(k.Ahead - 1)), (k.SeriesIds.Length, k.Naive.Length, k.Day)));
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);
        var shown = await db.SeriesForecasts.Where(f => f.VersionId == kept[0].VersionId).ToDictionaryAsync(f => f.SeriesId, Ct);
        Assert.All(kept, k => Assert.Equal(k.SeriesIds.Select(id => shown[id].Mean[k.Ahead - 1]), k.Mean));
        Assert.All(kept, k => Assert.Equal(k.SeriesIds.Select(id => shown[id].P90[k.Ahead - 1]), k.P90));
        Assert.All(kept, k => Assert.All(k.NaiveAbsolute, scale => Assert.True(scale > 0)));
    }

    [Theory]
    [InlineData("UPDATE published_forecast SET total_p10 = 0")]
    [InlineData("DELETE FROM published_forecast")]
    [InlineData("TRUNCATE published_forecast")]
    public async Task WhatIsKept_IsNeitherChangedNorRemoved(string sql)
    {
        await using var host = await PublishedAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(host.Database, sql));
        var owner = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsOwnerAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal("What was published is neither changed nor removed.", owner.MessageText);
    }

    [Fact]
    public async Task SalesOfADay_HaveItScored_ByTheDefinitionsOfTheEngine()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1.3);

        Assert.Equal(1, await ScoreAsync(host));

        var kept = (await KeptAsync(host)).Where(k => k.Day == Saturday).OrderBy(k => k.StoreId).ToList();
        var sold = await SoldAsync(host, Saturday);
        float[] actual = [.. kept.SelectMany(k => k.SeriesIds.Select(id => sold[id]))], mean = [.. kept.SelectMany(k => k.Mean)],
            naive = [.. kept.SelectMany(k => k.Naive)], p10 = [.. kept.SelectMany(k => k.P10)], p90 = [.. kept.SelectMany(k => k.P90)];
        var items = (await ScoresAsync(host, AccuracyLevel.Item, AccuracyGrain.DemandClass)).ToList();
        Assert.All(items, s => Assert.Equal((1, Saturday), (s.Ahead, s.Day)));
        Assert.Equal(24, items.Sum(s => s.Scored));
        Assert.Equal(PointAccuracy.Wape(actual, mean)!.Value, items.Sum(s => s.AbsoluteError) / items.Sum(s => s.Actual), 6);
        Assert.Equal(PointAccuracy.Bias(actual, mean)!.Value, items.Sum(s => s.SignedError) / items.Sum(s => s.Actual), 6);
        Assert.Equal(PointAccuracy.Wape(actual, naive)!.Value, items.Sum(s => s.NaiveAbsoluteError) / items.Sum(s => s.Actual), 6);
        Assert.Equal(QuantileAccuracy.Coverage(actual, p10, p90)!.Value, items.Sum(s => s.Inside) / 24.0, 6);
        Assert.Equal(QuantileAccuracy.Pinball(QuantileLevel.P10, actual, p10)!.Value, items.Sum(s => s.PinballP10) / 24, 6);
        Assert.Equal(QuantileAccuracy.Pinball(QuantileLevel.P90, actual, p90)!.Value, items.Sum(s => s.PinballP90) / 24, 6);
        double?[] scales = [.. kept.SelectMany(k => k.NaiveAbsolute.Select(s => (double?)s))];
        Assert.Equal(
            actual.Select((a, i) => PointAccuracy.Mase([a], [mean[i]], scales[i])!.Value).Sum(), items.Sum(s => s.ScaledError), 4);
    }

    [Fact]
    public async Task Levels_TakeErrorsOfTheirTotals_AndGrainsAddUpToTheSame()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1.3);
        await ScoreAsync(host);

        var kept = (await KeptAsync(host)).Where(k => k.Day == Saturday).ToList();
        var sold = await SoldAsync(host, Saturday);
        var totals = kept.ToDictionary(
            k => k.StoreId, k => (Sold: k.SeriesIds.Sum(id => (double)sold[id]), Expected: k.Mean.Sum(m => (double)m)));
        var stores = await ScoresAsync(host, AccuracyLevel.Store, AccuracyGrain.Store);
        Assert.All(stores, s => Assert.Equal(
            Math.Abs(totals[s.StoreId!.Value].Sold - totals[s.StoreId.Value].Expected), s.AbsoluteError, 3));
        Assert.All(stores, s => Assert.Equal((1, 1), (s.Scored, s.Banded)));
        var region = Assert.Single(await ScoresAsync(host, AccuracyLevel.Region, AccuracyGrain.Region));
        Assert.Equal(Math.Abs(totals.Values.Sum(t => t.Expected - t.Sold)), region.AbsoluteError, 3);
        Assert.Equal((1, 0), (region.Scored, region.Banded)); // No band of a region is published.
        Assert.Equal(2, (await ScoresAsync(host, AccuracyLevel.Category, AccuracyGrain.Category)).Count);
        var grains = new List<(int Scored, double Missed)>();
        foreach (var grain in (AccuracyGrain[])[
            AccuracyGrain.Store, AccuracyGrain.Category, AccuracyGrain.Item, AccuracyGrain.DemandClass])
        {
            var rows = await ScoresAsync(host, AccuracyLevel.Item, grain);
            grains.Add((rows.Sum(r => r.Scored), Math.Round(rows.Sum(r => r.AbsoluteError), 4)));
        }

        Assert.Single(grains.Distinct());
    }

    [Fact]
    public async Task NotLoadedAndRanOut_AreCountedAndNotScored_AndNoBandOfTheStoreIs()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1);
        int at = Saturday.DayOfYear;
        await ExecuteAsync(host.Database, $"""
            UPDATE series_year SET quantity[{at}] = 'NaN' WHERE series_id = 1 AND year = {Saturday.Year};
            UPDATE series_year SET stocked_out = array_fill('NaN'::real, ARRAY[cardinality(quantity)]) WHERE series_id = 2;
            UPDATE series_year SET stocked_out[{at}] = 1 WHERE series_id = 2 AND year = {Saturday.Year};
            """);

        await ScoreAsync(host);

        var first = Assert.Single(await ScoresAsync(host, AccuracyLevel.Item, AccuracyGrain.Store), s => s.StoreId == 1);
        Assert.Equal((4, 1, 1), (first.Scored, first.NotLoaded, first.RanOut));
        var total = Assert.Single(await ScoresAsync(host, AccuracyLevel.Store, AccuracyGrain.Store), s => s.StoreId == 1);
        Assert.Equal((1, 0, 1, 1), (total.Scored, total.Banded, total.NotLoaded, total.RanOut));
        Assert.Equal(first.Actual, total.Actual, 3); // Of the same four items.
    }

    [Fact]
    public async Task DayWithoutASale_HasNoDenominator()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1);
        await ExecuteAsync(host.Database, $"UPDATE series_year SET quantity[{Saturday.DayOfYear}] = 0 WHERE year = {Saturday.Year}");

        await ScoreAsync(host);

        var region = Assert.Single(await ScoresAsync(host, AccuracyLevel.Region, AccuracyGrain.Region));
        Assert.Equal((1, 0.0), (region.Scored, region.Actual));
        Assert.True(region.AbsoluteError > 0);
    }

    [Fact]
    public async Task CorrectedSales_HaveTheDayScoredAgain_OnceAndInPlace()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1);
        await ScoreAsync(host);
        var before = Assert.Single(await ScoresAsync(host, AccuracyLevel.Region, AccuracyGrain.Region));
        Assert.Equal(0, await ScoreAsync(host));

        await ArriveAsync(host, Saturday, factor: 3);
        Assert.Equal(1, await ScoreAsync(host));

        var after = Assert.Single(await ScoresAsync(host, AccuracyLevel.Region, AccuracyGrain.Region));
        Assert.True(after.Actual > 2 * before.Actual);
        Assert.Equal(24, (await ScoresAsync(host, AccuracyLevel.Item, AccuracyGrain.Store)).Sum(s => s.Scored));
    }

    [Fact]
    public async Task LastForecastShownBeforeTheDayWasOver_Counts()
    {
        await using var host = await PublishedAsync();
        var again = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, [1], "", Ct));
        await host.ExecuteAsOwnerAsync($"""
            ALTER TABLE published_forecast DISABLE TRIGGER USER;
            UPDATE published_forecast SET mean = array_fill(1000::real, ARRAY[6]) WHERE version_id = {again.ForecastVersionId};
            INSERT INTO published_forecast (store_id, day, ahead, version_id, region_id, published_at, series_ids, demand_classes, mean,
                p10, p50, p90, naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90)
            SELECT store_id, day, ahead, version_id + 100, region_id, '{Saturday.AddDays(2):yyyy-MM-dd}', series_ids, demand_classes,
                array_fill(5000::real, ARRAY[6]), p10, p50, p90, naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90
            FROM published_forecast;
            """);
        await ArriveAsync(host, Saturday, factor: 1);

        await ScoreAsync(host);

        var stores = await ScoresAsync(host, AccuracyLevel.Store, AccuracyGrain.Store);
        Assert.Equal(6000, stores.Single(s => s.StoreId == 1).SignedError + stores.Single(s => s.StoreId == 1).Actual, 2);
        Assert.All(stores.Where(s => s.StoreId != 1), s => Assert.True(s.SignedError + s.Actual < 5000)); // Hindsight does not count.
    }

    [Fact]
    public async Task DayThatIsNotOver_OrOfWhichNothingWasPublished_IsNotScored()
    {
        await using var host = await PublishedAsync();
        await ArriveAsync(host, Saturday, factor: 1);
        clock.Now = Boards.Morning.AddHours(8); // The same day.
        await ChangeAsync(host, 1, Yesterday, Yesterday);

        Assert.Equal(0, await ScoreAsync(host));
        Assert.Empty(await ScoresAsync(host, AccuracyLevel.Region, AccuracyGrain.Region));
    }

    /// <summary>A retailer whose region North has a forecast on show.</summary>
    private async Task<RunsHost> PublishedAsync()
    {
        var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock, ("Engine:Models:0", "local"));
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        Assert.Equal(Forecast.Domain.Runs.RunStatus.Succeeded, run.Status);
        return host;
    }

    /// <summary>The sales of a day are loaded, on the morning after it.</summary>
    private async Task ArriveAsync(RunsHost host, DateOnly day, double factor)
    {
        clock.Now = Boards.Morning.AddDays(day.DayNumber - Yesterday.DayNumber);
        await SellAsync(host.Database, day, day, factor: factor);
        await ChangeAsync(host, 1, day, day);
    }

    private static Task<int> ScoreAsync(RunsHost host) => host.Get<AccuracyScoring>().ScoreAsync(Ct);

    private static async Task<List<PublishedForecast>> KeptAsync(RunsHost host)
    {
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);
        return await db.PublishedForecasts.AsNoTracking().OrderBy(p => p.StoreId).ThenBy(p => p.Ahead).ToListAsync(Ct);
    }

    private static async Task<List<AccuracyScore>> ScoresAsync(RunsHost host, AccuracyLevel level, AccuracyGrain grain)
    {
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);
        return await db.AccuracyScores.AsNoTracking().Where(s => s.Level == level && s.Grain == grain).ToListAsync(Ct);
    }

    private static async Task<Dictionary<int, float>> SoldAsync(RunsHost host, DateOnly day)
    {
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);
        return await db.SeriesYears.Where(y => y.Year == day.Year)
            .ToDictionaryAsync(y => y.SeriesId, y => y.Quantity[day.DayOfYear - 1], Ct);
    }
}

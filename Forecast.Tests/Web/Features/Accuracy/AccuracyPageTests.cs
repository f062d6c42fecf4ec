using Bunit;
using Forecast.Domain.Accuracy;
using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Web.Features.Accuracy;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Features.Accuracy.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Accuracy;

public sealed class AccuracyPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    /// <summary>Saturday; "now" is the Saturday a week later, 08:00.</summary>
    private static readonly DateOnly Saturday = new(2026, 11, 14);

    [Fact]
    public void BeforeAnythingPublishedIsScored_BacktestsAreShown_AndLabelled()
    {
        Visit(Seed.Petra, "/accuracy");

        var page = Render<AccuracyPage>();

        page.WaitForElement(".scores");
        Assert.Contains("Backtests, not what was published.", page.Markup, StringComparison.Ordinal);
        var rows = page.FindAll(".scores tbody tr").Select(TextOf).ToList();
        // Of items: Σ|miss| 2, sold 10, last week repeated 4.
        Assert.StartsWith("Aurich 2 10 20.0 % 40.0 % ", rows[0], StringComparison.Ordinal);
        Assert.Contains(page.FindAll(".tile").Select(TextOf), t => t.StartsWith("MASE undefined backtests keep", StringComparison.Ordinal));
        Assert.DoesNotContain("Westport", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastSaturday_ByStore_TheWorstFirst_NaiveBesideIt()
    {
        await PlantAsync();
        Visit(Seed.Petra, "/accuracy?period=saturday");

        var page = Render<AccuracyPage>();

        page.WaitForElement(".scores");
        var rows = page.FindAll(".scores tbody tr").Select(TextOf).ToList();
        Assert.StartsWith("Bremen 30 100 30.0 % 40.0 % −10.0 % +5.0 % ", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("Aurich 10 100 10.0 % 40.0 % ", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Backtests, not", page.Markup, StringComparison.Ordinal);
        Assert.Contains("North, Sat 14 Nov 2026", TextOf(page.Find(".page-head")), StringComparison.Ordinal);
        Assert.Contains(
            "Not scored: 3 item-days of which no sales are loaded, and 2 item-days on which the shelf ran empty", page.Markup,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreThatSoldNothing_IsUndefined_AndTheReasonIsSaid()
    {
        await PlantAsync(aurichSold: 0);
        Visit(Seed.Petra, "/accuracy?period=saturday&sort=wape");

        var page = Render<AccuracyPage>();

        page.WaitForElement(".scores");
        Assert.Contains("undefined", TextOf(page.FindAll(".scores tbody tr")[^1]), StringComparison.Ordinal);
        Assert.Contains("nothing was sold, so there is nothing to divide by", TextOf(page.Find(".reasons")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DaysOfWhichNothingIsScored_SayWhere()
    {
        await PlantAsync();
        Visit(Seed.Petra, "/accuracy?period=yesterday");

        var page = Render<AccuracyPage>();

        var empty = TextOf(page.WaitForElement(".empty"));
        Assert.Contains("Nothing published for Fri 20 Nov 2026 has been scored.", empty, StringComparison.Ordinal);
        Assert.Contains("Sat 14 Nov 2026", empty, StringComparison.Ordinal);
    }

    [Fact]
    public void RegionWithoutAForecast_HasNothingToJudge()
    {
        Visit(Seed.Petra, "/accuracy?level=category");

        var page = Render<AccuracyPage>();

        Assert.Contains("Backtests are not kept by category at this level.", TextOf(page.WaitForElement(".empty")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhoHasNoRegion_IsTold()
    {
        Visit(Seed.Nora, "/accuracy");

        Assert.Contains("No region is granted to you yet.", Render<AccuracyPage>().WaitForElement(".empty").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void UnreachableDatabase_IsASentence()
    {
        Visit(Seed.Petra, "/accuracy", Nowhere);

        Assert.Contains("The accuracy could not be read", Render<AccuracyPage>().WaitForElement("[role=alert]").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegionOfOthers_IsNotThere()
    {
        Visit(Seed.Petra, "/accuracy");
        var reader = Services.GetRequiredService<AccuracyReader>();

        Assert.Null(await reader.ReadAsync(
            Seed.Viewer(Seed.Petra, Seed.North), new AccuracySelection { Region = "WEST" }, Soon));
        Assert.NotNull(await reader.ReadAsync(
            Seed.Viewer(Seed.Will, Seed.West), new AccuracySelection { Region = "WEST" }, Soon));
    }

    [Theory]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Class, "1")]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Weekday, "6")]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Day, "2026-11-14")]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Ahead, "1")]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Category, "Food")]
    [InlineData(AccuracyLevel.Item, AccuracyBreakdown.Item, "I1")]
    public async Task EveryBreakdown_AddsTheSameSumsUp(AccuracyLevel level, AccuracyBreakdown by, string key)
    {
        await PlantAsync();
        Visit(Seed.Petra, "/accuracy");
        var reader = Services.GetRequiredService<AccuracyReader>();

        var reading = await reader.ReadAsync(
            Seed.Viewer(Seed.Petra, Seed.North),
            new AccuracySelection { Period = ("saturday", null, null) }.At(level, by), Soon);

        var row = Assert.Single(reading!.Rows);
        Assert.Equal((key, 200, 40), (row.Key, row.Sums.Actual, row.Sums.AbsoluteError));
        Assert.Equal(0.2, AccuracyView.Of(reading).Total.Wape);
    }

    [Fact]
    public async Task Backtests_OfTheRegion_AddStoresUpBeforeErrorsAreTaken()
    {
        Visit(Seed.Petra, "/accuracy");
        var reader = Services.GetRequiredService<AccuracyReader>();

        var reading = await reader.ReadAsync(
            Seed.Viewer(Seed.Petra, Seed.North), new AccuracySelection().At(AccuracyLevel.Region, AccuracyBreakdown.Day), Soon);

        // Stores of 10 and 30 a day, of which 1, 0.8, 1.2 and 1.1 times as much was sold.
        Assert.Equal([0, 8, 8, 4], reading!.Rows.OrderBy(r => r.Key).Select(r => Math.Round(r.Sums.AbsoluteError, 3)));
        Assert.True(reading.IsBacktest);
        Assert.Null(AccuracyView.Of(reading).Total.NaiveWape); // Kept item by item only.
    }

    [Fact]
    public async Task File_HoldsWhatIsShown_AndItsSource()
    {
        await PlantAsync();
        Visit(Seed.Petra, "/accuracy");
        var reading = await Services.GetRequiredService<AccuracyReader>().ReadAsync(
            Seed.Viewer(Seed.Petra, Seed.North), new AccuracySelection { Period = ("saturday", null, null) }, Soon);

        var lines = AccuracyTable.Csv(AccuracyView.Of(reading!)).Split("\r\n");

        Assert.Equal(
            "source,region,from,to,level,days_ahead,by,key,name,scored,not_loaded,ran_out,sold,missed,wape,naive_wape,bias,naive_bias,mase,"
                + "naive_mase,rmsse,naive_rmsse,pinball,naive_pinball,coverage", lines[0]);
        Assert.StartsWith(
            "published,NORTH,2026-11-14,2026-11-14,item,1,store,N2,Bremen,10,0,2,100,30,0.3,0.4,-0.1,0.05,", lines[1],
            StringComparison.Ordinal);
        Assert.Equal(4, lines.Length); // A head, two stores, and the end of the last line.
    }

    /// <summary>One Saturday of NORTH: 40 units missed of 200, 10 at Aurich and 30 at Bremen.</summary>
    private async Task PlantAsync(double aurichSold = 100)
    {
        await using var db = Database.CreateDbContext();
        int aurich = await db.Stores.Where(s => s.Code == "N1").Select(s => s.Id).SingleAsync(),
            bremen = await db.Stores.Where(s => s.Code == "N2").Select(s => s.Id).SingleAsync(),
            milk = await db.Items.Where(i => i.Code == "I1").Select(i => i.Id).SingleAsync();
        db.Add(new AccuracyDay { RegionId = Seed.North, Day = Saturday, LoadId = 1, ScoredAt = Boards.Morning });
        db.AddRange(
            Score(AccuracyGrain.Store, 10, aurichSold, s => (s.StoreId, s.NotLoaded) = (aurich, 3)),
            Score(AccuracyGrain.Store, 30, 100, s => (s.StoreId, s.RanOut) = (bremen, 2)),
            Score(AccuracyGrain.Category, 40, 200, s => s.Category = "Food"),
            Score(AccuracyGrain.Item, 40, 200, s => s.ItemId = milk),
            Score(AccuracyGrain.DemandClass, 40, 200, s => s.DemandClass = DemandClass.Erratic));
        await db.SaveChangesAsync(Soon);

        AccuracyScore Score(AccuracyGrain grain, double missed, double sold, Action<AccuracyScore> key)
        {
            var score = new AccuracyScore
            {
                RegionId = Seed.North,
                Day = Saturday,
                Ahead = 1,
                Level = AccuracyLevel.Item,
                Grain = grain,
                Scored = 10,
                Actual = sold,
                AbsoluteError = missed,
                SignedError = -10,
                NaiveSignedError = 5,
                NaiveAbsoluteError = 40,
                Banded = 10,
                Inside = 8,
                AtMostP10 = 1,
                AtMostP50 = 5,
                AtMostP90 = 9,
            };
            key(score);
            return score;
        }
    }
}

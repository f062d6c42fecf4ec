using Bunit;
using Forecast.Tests.Support;
using Forecast.Training.Explanations;
using Forecast.Web.Features.Drivers;
using Forecast.Web.Features.Drivers.Figures;
using Forecast.Web.Features.Drivers.Parts;

namespace Forecast.Tests.Web.Features.Drivers;

public class DriverPartsTests : Screen
{
    private const string Friday = "2026-11-27";

    [Fact]
    public void EveryColumn_AddsUpAsItIsShown()
    {
        var rows = Table(Explanations.View(Explanations.OfOneItem())).FindAll("tbody tr")
            .Select(row => row.Children.Select(TextOf).ToList()).ToList();

        Assert.Equal(["Usual level", "100", "100", "100", "100", "100", "100", "100", "700"], rows[0]);
        Assert.Equal(["Day of the week", "+20", "+20", "·", "·", "·", "·", "·", "+40"], rows[1]);
        Assert.Equal("Holiday", rows[4][0]);
        Assert.Equal(["Expected", "122", "122", "102", "102", "102", "102", "84", "734"], rows[^2]);
        for (int column = 1; column < rows[0].Count; column++)
            Assert.Equal(Number(rows[^2][column]), rows[..^2].Sum(row => Number(row[column])));
    }

    [Fact]
    public void Holiday_IsNamedWhereItFalls()
    {
        var rows = Table(Explanations.View(Explanations.OfOneItem())).FindAll("tbody tr");

        Assert.Equal("Holidays Black Friday", TextOf(rows[^1]));
    }

    [Fact]
    public void DaysWithoutEvents_HaveNoRowsForThem_AndSaySo()
    {
        var quiet = Explanations.OfOneItem();
        quiet = quiet with { Days = [.. quiet.Days.Where(d => d.Day != Explanations.Friday)] };

        var view = Explanations.View(quiet);

        Assert.DoesNotContain("Promotion", TextOf(Table(view).Find("table")), StringComparison.Ordinal);
        Assert.EndsWith(
            "No holiday, promotion, change of price or closed day moves these days.", TextOf(Waterfall(view).Find(".absent")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ChosenDay_IsShownReasonByReason()
    {
        var panel = Waterfall(Explanations.View(Explanations.OfOneItem(), Friday));

        Assert.Equal("Fri 27 Nov: Milk, Store 1", TextOf(panel.Find("h2")));
        Assert.Equal("84 units are expected. What moves the usual level most: holiday (−30) and promotion (+13).",
            TextOf(panel.Find(".sentence")));
        Assert.Equal(
            ["Usual level 100", "Day of the week ±0", "Trend ±0", "Time of year +1", "Holiday: Black Friday −30", "Promotion +13",
                "Expected 84"],
            panel.FindAll("tbody tr").Select(TextOf));
    }

    [Fact]
    public void Bars_BeginWhereTheOnesBeforeEnd()
    {
        var view = Explanations.View(Explanations.OfOneItem(), Friday);

        var steps = Forecast.Web.Features.Drivers.Figures.Waterfall.Of(view.Chosen, view.Drivers).Steps;

        Assert.All(steps.Zip(steps.Skip(1)).Where(pair => pair.Second.IsDifference), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal((0.0, 84.0), (steps[^1].From, steps[^1].To));
    }

    [Fact]
    public void DaysAreAddresses_AndTheChosenOneIsMarked()
    {
        var links = Table(Explanations.View(Explanations.OfOneItem(), Friday)).FindAll("thead a");

        Assert.Equal("/region/NORTH/why?stores=S1&item=I1&day=2026-11-21", links[0].GetAttribute("href"));
        Assert.Equal("true", links[6].GetAttribute("aria-current"));
        Assert.Equal("/region/NORTH/why?stores=S1&item=I1", links[7].GetAttribute("href"));
    }

    [Theory]
    [InlineData(1, "1.15")]
    [InlineData(4, "4.6")]
    [InlineData(40, "46")]
    public void FewUnits_ShowMoreDigits(double level, string expected)
    {
        var few = Explanations.OfOneItem();
        few = few with
        {
            Days = [
            .. few.Days.Select(
            d => d with { Mean = level * 1.15, Published = level * 1.15, Base = level,
            ByDriver = new Dictionary<Forecast.Training.Boosting.Global.DemandDriver, double> { [
            Forecast.Training.Boosting.Global.DemandDriver.Season] = level * 0.15 } })]
        };

        Assert.Equal(expected, TextOf(Table(Explanations.View(few)).Find("tr.total td")));
    }

    [Fact]
    public void ChangedSales_AreSaidWithBothFigures()
    {
        var changed = Explanations.OfOneItem();
        changed = changed with
        {
            HasChanged = true,
            ChangedSince = new DateOnly(2026, 11, 3),
            Days = [.. changed.Days.Select(d => d with { Published = 90 })]
        };

        var notice = TextOf(Render<ExplanationNotices>(p => p.Add(n => n.View, Explanations.View(changed))).Find(".notice"));

        Assert.StartsWith("Sales or plans since Tue 3 Nov were changed after this forecast was made;", notice, StringComparison.Ordinal);
        Assert.Contains("lead to 734 units", notice, StringComparison.Ordinal);
        Assert.Contains("the board shows 630", notice, StringComparison.Ordinal);
        var rows = Table(Explanations.View(changed)).FindAll("tbody tr").Select(TextOf).ToList();
        Assert.EndsWith(
            "\u2212104", rows.Single(row => row.StartsWith("Changed since", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("630", rows.Single(row => row.StartsWith("On the board", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotExplained_IsARowAndARemark_OnThePageAndInItsFile()
    {
        var partly = Explanations.OfOneItem();
        partly = partly with
        {
            Unexplained = new Dictionary<int, string> { [2] = "the model behind it is not stored any more" },
            Days = [.. partly.Days.Select(d => d with { Published = d.Mean + 10, NotExplained = 10 })],
        };
        var view = Explanations.View(partly);

        const string remark = "Not explained: Store 2, because the model behind it is not stored any more.";
        Assert.StartsWith(
            $"{remark} The reasons lead to 734 units; the board shows 804.",
            TextOf(Render<ExplanationNotices>(p => p.Add(n => n.View, view)).Find(".notice")), StringComparison.Ordinal);
        var row = Table(view).FindAll("tbody tr").Select(TextOf).Single(r => r.StartsWith("Not explained", StringComparison.Ordinal));
        Assert.EndsWith("+70", row, StringComparison.Ordinal); // Seven days of ten units.
        Assert.Equal(
            $"2026-11-27,100,0,0,1.6,-30,12.7,0,0,84.3,10,0,94.3,Black Friday,\"{remark}\"", DriversExport.Write(view).Split("\r\n")[7]);
    }

    [Theory]
    [InlineData(null, null, "There is no forecast of Store 1 yet.")]
    [InlineData("I9", null, "The item I9 is not sold in Store 1.")]
    [InlineData(null, "Toys", "The category Toys is not sold in Store 1.")]
    public void NothingToExplain_SaysWhy(string? item, string? category, string says)
    {
        var store = item is null && category is null ? Boards.Store(1) : Boards.Expecting(1, 10);
        var scope = DriversScope.Of(Boards.Of(store, Boards.Expecting(2, 10)), DriversSelection.Parse("S1", item, category, null, null));

        Assert.Null(scope.Query);
        Assert.StartsWith(says, TextOf(Render<NothingToExplain>(p => p.Add(n => n.Scope, scope)).Find(".empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyForecasts_AreCounted()
    {
        var scope = DriversScope.Of(
            Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 10)), DriversSelection.Parse(null, null, null, null, null));

        var empty = Render<NothingToExplain>(
            p => p.Add(n => n.Scope, scope).Add(n => n.Explanation, ForecastExplanation.Nothing with { TooMany = 30_000 }));

        Assert.StartsWith(
            "All items in all 2 stores: that is 30,000 forecasts. At most 1,000 are explained together.", TextOf(empty.Find(".empty")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void MethodAndReason_AreOneClickAway()
    {
        var view = Explanations.View(Explanations.OfOneItem());

        Assert.Contains(
            "Several methods combined", TextOf(Render<PartsPanel>(p => p.Add(n => n.View, view)).Find(".made")), StringComparison.Ordinal);
        var method = Render<MethodPanel>(p => p.Add(n => n.View, view)).Find("details");
        Assert.Equal("How was this made?", TextOf(method.Children[0]));
        Assert.Contains("backtest RMSSE 0.71", TextOf(method), StringComparison.Ordinal);
        Assert.Equal("/models/3", method.QuerySelector("dd a")!.GetAttribute("href"));
    }

    [Fact]
    public void File_HoldsEveryDayUnrounded()
    {
        var lines = DriversExport.Write(Explanations.View(Explanations.OfOneItem())).Split("\r\n");

        Assert.Equal("day,usual_level,day_of_week,trend,time_of_year,holiday,promotion,price,closed,expected,not_explained,changed_since,"
            + "on_the_board,holiday_near,remark", lines[0]);
        Assert.Equal("2026-11-27,100,0,0,1.6,-30,12.7,0,0,84.3,0,0,84.3,Black Friday,", lines[7]);
        Assert.Equal(9, lines.Length);
    }

    private IRenderedComponent<DriverTable> Table(DriversView view) => Render<DriverTable>(p => p.Add(t => t.View, view));

    private IRenderedComponent<WaterfallPanel> Waterfall(DriversView view) => Render<WaterfallPanel>(p => p.Add(t => t.View, view));

    private static double Number(string text) =>
        text == "·" ? 0 : double.Parse(
        text.Replace('−', '-').Replace("±", "", StringComparison.Ordinal), System.Globalization.CultureInfo.GetCultureInfo("en-GB"));
}

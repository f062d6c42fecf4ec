using Bunit;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sales;
using Forecast.Web.Features.Sales.Parts;
using Forecast.Web.Features.Sales.Reading;

namespace Forecast.Tests.Web.Features.Sales;

public class DayTableTests : Screen
{
    private static readonly DayRow Spike =
        new(7, "North", "Bath", "Milk, 1 l", new(2026, 6, 9), SalesRemarkKind.Outlier, 900, 11.6f,
        "Sold 900 where 12 were to be expected.");

    [Fact]
    public void Day_IsShownWithSoldAndExpected()
    {
        var table = Show([Spike]);

        Assert.Equal(
            ["Bath", "Milk, 1 l", "Tue 9 Jun 2026", "900", "12", "+888", "Sold 900 where 12 were to be expected."],
            table.FindAll("tbody td").Select(TextOf));
        Assert.Equal("/days.csv", table.Find("a.mud-button-root").GetAttribute("href"));
    }

    [Theory]
    [InlineData(null, 1, "There are no days to look at.")]
    [InlineData(SalesRemarkKind.Outlier, 1, "No sales stand out without a known cause.")]
    [InlineData(SalesRemarkKind.StockOut, 1, "No stock-outs are marked in the sales.")]
    [InlineData(null, 3, "There are no further days.")]
    public void Nothing_SaysWhy(SalesRemarkKind? kind, int page, string words)
    {
        var table = Show([], new DayFilter(null, kind), page);

        Assert.Equal(words, TextOf(table.Find(".empty-message")));
        Assert.Empty(table.FindAll("a.mud-button-root"));
        Assert.Equal(page > 1 ? 1 : 0, table.FindAll(".paging a").Count);
    }

    [Fact]
    public void KindsCarryTheirCounts_AndKeepTheRegion()
    {
        var table = Show([Spike], new DayFilter("NORTH", SalesRemarkKind.Outlier));

        Assert.Equal(["Both", "Outliers (3)", "Stock-outs (1,000)"], table.FindAll(".switch a").Select(TextOf));
        Assert.Equal(["/days?region=NORTH", "/days?region=NORTH&kind=outliers", "/days?region=NORTH&kind=stockouts"],
            table.FindAll(".switch a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Outliers (3)", TextOf(table.Find("[aria-current]")));
    }

    [Fact]
    public void SeveralRegions_CanBeChosen_AndAreNamedPerRow()
    {
        var table = Show([Spike], regions: [("NORTH", "North"), ("S&W", "South West")]);

        Assert.Equal("/days?region=S%26W", table.FindAll(".switch a")[^1].GetAttribute("href"));
        Assert.Equal("Bath North", TextOf(table.Find("tbody td")));
    }

    [Fact]
    public void FullPage_LeadsOn()
    {
        var table = Show(
            [.. Enumerable.Range(0, 25).Select(i => Spike with { SeriesId = i })], new DayFilter(null, SalesRemarkKind.StockOut), 2);
        Assert.Equal(["/days?kind=stockouts", "/days?kind=stockouts&page=3"],
            table.FindAll(".paging a").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData("", "nonsense", null, null)]
    [InlineData("NORTH", "stockouts", "NORTH", SalesRemarkKind.StockOut)]
    [InlineData(null, "Outliers", null, SalesRemarkKind.Outlier)]
    public void Address_IsRead(string? region, string? kind, string? expectedRegion, SalesRemarkKind? expectedKind) =>
        Assert.Equal(new DayFilter(expectedRegion, expectedKind), DayFilter.Parse(region, kind));

    [Fact]
    public void File_HasPlainNumbers_AndNoFormulas() => Assert.Equal(
        "North,'=Bath,\"Milk, 1 l\",2026-06-09,outlier,900,11.6,Sold 900 where 12 were to be expected.\r\n",
        DaysExport.Line(Spike with { Store = "=Bath" }));

    private IRenderedComponent<DayTable> Show(
        IReadOnlyList<DayRow> rows, DayFilter filter = default, int page = 1, IReadOnlyList<(string Code, string Name)>? regions = null) =>
        Render<DayTable>(parameters => parameters
            .Add(t => t.Rows, rows)
            .Add(t => t.Counts, new Dictionary<SalesRemarkKind, int> { [SalesRemarkKind.Outlier] = 3, [SalesRemarkKind.StockOut] = 1000 })
            .Add(t => t.Regions, regions ?? [("NORTH", "North")])
            .Add(t => t.Filter, filter).Add(t => t.Page, page).Add(t => t.PageSize, 25));
}

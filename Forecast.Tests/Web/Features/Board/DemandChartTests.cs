using Bunit;
using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Tests.Web.Features.Board;

public class DemandChartTests : Screen
{
    [Fact]
    public void EveryValue_IsInTheTableBehind()
    {
        var rows = Show(Boards.Of(Boards.Expecting(1, 10))).FindAll("tbody tr");

        Assert.Equal(42, rows.Count);
        Assert.Equal("Fri 20 Nov 8 – – – –", TextOfCells(rows[27]));
        Assert.Equal("Sat 21 Nov – 10 8 to 12 – 9", TextOfCells(rows[28]));
    }

    [Fact]
    public void BandAndLines_AreNamed()
    {
        var legend = TextOf(Show(Boards.Of(Boards.Expecting(1, 10))).Find(".legend"));

        Assert.Equal("sold forecast 8 of 10 days fall in here last week repeated", legend);
    }

    [Fact]
    public void PreviousForecast_IsNamedWhenThereIsOne()
    {
        var board = Boards.Of(Boards.Store(1, Boards.Outlook(1), Boards.Outlook(1, 9, version: 6)));

        Assert.Contains("forecast before", TextOf(Show(board).Find(".legend")), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingSales_AreMarkedAndExplained()
    {
        var chart = Show(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 10, o => o.Sales[^1] = float.NaN)));

        Assert.Single(chart.FindAll("rect.gap"));
        Assert.Equal("Fri 20 Nov 8 – – – – sales of 1 store missing", TextOfCells(chart.FindAll("tbody tr")[27]));
    }

    [Fact]
    public void Holiday_IsNamedOnTheChartAndInTheTable()
    {
        var board = Boards.Of(Boards.Expecting(1, 10)) with { Holidays = [new Holiday(new DateOnly(2026, 11, 27), "Black Friday")] };

        var chart = Show(board);

        Assert.Equal("◆ Black Friday", TextOf(chart.Find(".mark-holiday")));
        Assert.EndsWith("Black Friday", TextOfCells(chart.FindAll("tbody tr")[34]), StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_SaysWhatItShowsToThoseWhoCannotSeeIt() =>
        Assert.Equal("Units sold per day until Fri 20 Nov and expected until Fri 4 Dec. All values are in the table below.",
            Show(Boards.Of(Boards.Expecting(1, 10))).Find("svg[role=img]").GetAttribute("aria-label"));

    [Fact]
    public void Lines_BreakWhereNothingIsKnown()
    {
        var gap = Boards.Expecting(1, 10, o => o.Sales[^5] = float.NaN);

        var shape = new ChartShape(BoardView.From(Boards.Of(gap), BoardSelection.Everything).Path!);

        Assert.Equal(2, shape.Sold.Count(c => c == 'M'));
    }

    [Fact]
    public void ForecastDays_LeadToTheirReasons()
    {
        var chart = Render<DemandChart>(p => p
            .Add(c => c.Path, BoardView.From(Boards.Of(Boards.Expecting(1, 10)), BoardSelection.Everything).Path!)
            .Add(c => c.Why, day => $"/why/{day:yyyy-MM-dd}"));

        Assert.Equal("/why/", chart.Find("[data-why]").GetAttribute("href"));
        Assert.Equal(14, chart.FindAll(".ways a[tabindex='-1']").Count);
        Assert.Equal("/why/2026-11-21", chart.FindAll("tbody tr")[28].QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(chart.FindAll("tbody tr")[27].QuerySelector("a")); // What is sold needs no reasons.
    }

    private IRenderedComponent<DemandChart> Show(RegionBoard board) =>
        Render<DemandChart>(p => p.Add(c => c.Path, BoardView.From(board, BoardSelection.Everything).Path!));

    private static string TextOfCells(AngleSharp.Dom.IElement row) => string.Join(' ', row.Children.Select(c => c.TextContent)).Trim();
}

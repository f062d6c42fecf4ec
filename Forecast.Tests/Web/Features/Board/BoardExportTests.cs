using Forecast.Tests.Support;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Features.Board;

public class BoardExportTests
{
    [Fact]
    public void View_IsWrittenRowByRowInItsOrder()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30)), BoardSelection.Everything);

        var lines = BoardExport.Write(view).Split("\r\n");

        Assert.StartsWith("rank,store,name,type,2026-11-21,", lines[0], StringComparison.Ordinal);
        Assert.Equal("1,S2,Store 2,City,30,30,30,30,30,30,30,210,0.75,56,154,57.38", lines[1]);
        Assert.Equal("2,S1,Store 1,City,10,10,10,10,10,10,10,70,0.25,56,14,19.13", lines[2]);
        Assert.Equal("", lines[3]);
    }

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData("", "")]
    public void Text_IsNeverAFormula(string given, string written) => Assert.Equal(written, CsvText.Of(given));

    [Fact]
    public void UnknownFigures_StayEmpty()
    {
        var store = new BoardStore(1, "S1", "One", "") { Outlook = Boards.Outlook(1, 10, Boards.Origin.AddDays(-9)), VersionId = 7 };
        var view = BoardView.From(Boards.Of(store), BoardSelection.Everything);

        // Nine days old: it reaches five of the seven days.
        Assert.Contains(",10,10,10,10,10,,,50,", BoardExport.Write(view), StringComparison.Ordinal);
    }
}

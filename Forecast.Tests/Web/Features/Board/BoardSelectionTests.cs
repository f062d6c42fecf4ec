using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Features.Board;

public class BoardSelectionTests
{
    [Fact]
    public void EmptyAddress_ShowsEverything()
    {
        var selection = BoardSelection.Parse(null, null, null);

        Assert.Empty(selection.StoreCodes);
        Assert.Equal((7, BoardRank.Demand), (selection.Days, selection.Rank));
    }

    [Theory]
    [InlineData("change", BoardRank.Change)]
    [InlineData("UNCERTAINTY", BoardRank.Uncertainty)]
    [InlineData("2", BoardRank.Demand)]
    [InlineData("-1", BoardRank.Demand)]
    [InlineData("nonsense", BoardRank.Demand)]
    public void Rank_IsReadByNameOnly(string rank, BoardRank expected) =>
        Assert.Equal(expected, BoardSelection.Parse(null, null, rank).Rank);

    [Theory]
    [InlineData(14, 14)]
    [InlineData(7, 7)]
    [InlineData(99999999, 7)]
    [InlineData(-14, 7)]
    public void Days_AreSevenOrFourteen(int days, int expected) => Assert.Equal(expected, BoardSelection.Parse(null, days, null).Days);

    [Fact]
    public void Stores_AreReadOnceEach() => Assert.Equal(["A", "B"], BoardSelection.Parse(" A,B,,A", null, null).StoreCodes);

    [Fact]
    public void Address_KeepsWhatDiffersFromTheDefault()
    {
        Assert.Equal("/region/NORTH", Urls.Board("NORTH", []));
        Assert.Equal("/region/NORTH?stores=A,B&days=14&rank=change", Urls.Board("NORTH", ["A", "B"], 14, "change"));
    }

    [Fact]
    public void CodesWithSpecialCharacters_AreEscaped() =>
        Assert.Equal("/region/A%2FB/board.csv?stores=x%26y%3D1", Urls.BoardCsv("A/B", ["x&y=1"]));
}

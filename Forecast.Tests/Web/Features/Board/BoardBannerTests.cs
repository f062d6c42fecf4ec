using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Features.Board;

public class BoardBannerTests : Screen
{
    [Theory]
    [InlineData(Signal.Good, "mark-good")]
    [InlineData(Signal.Attention, "mark-warn")]
    [InlineData(Signal.Bad, "mark-bad")]
    [InlineData(Signal.Waiting, "mark-idle")]
    public void EachState_HasAShapeAndAWord(Signal signal, string shape)
    {
        var banner = Show(Boards.Of(Boards.Expecting(1, 10)), new BoardStatus(signal, "Word", "What it means.", ["Because of this."]));

        Assert.NotNull(banner.Find($".{shape}"));
        Assert.Equal("Word What it means. Because of this.", TextOf(banner.Find(".banner-state")));
    }

    [Fact]
    public void Facts_NameCutOffTimeModelAndDeadline()
    {
        var board = Boards.Of(Boards.Expecting(1, 10));

        var banner = Show(board, BoardStatus.Of(board, Boards.Morning));

        Assert.Equal("Sales up to Fri 20 Nov Computed 05:00 Model 3 Morning brief Open Promised by 09:00", TextOf(banner.Find(".facts")));
        Assert.Equal(
            ["/region/NORTH/basis", "/models/3", "/region/NORTH/brief"],
            banner.FindAll(".facts a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void IndependentModelBetterAgainAndAgain_IsSaidBesideTheModel()
    {
        var board = Boards.Of(Boards.Expecting(1, 10));
        board = board with { Versions = [board.Versions[0] with { Outdone = OpinionWords.Outdone("ml-fasttree", 3) }] };

        Assert.Contains(
            "Model 3 FastTree, an independent model, did better on past days for 3 retrains in a row. The forecast shown is still ours. "
                + "Morning brief", TextOf(Show(board, BoardStatus.Of(board, Boards.Morning)).Find(".facts")), StringComparison.Ordinal);
        Assert.Equal("", OpinionWords.Outdone("ml-fasttree", 1));
    }

    [Fact]
    public void WithoutForecast_ThereAreNoFacts()
    {
        var board = Boards.Of(Boards.Store(1)) with { Versions = [] };

        Assert.Empty(Show(board, BoardStatus.Of(board, Boards.Morning)).FindAll(".facts"));
    }

    private IRenderedComponent<BoardBanner> Show(RegionBoard board, BoardStatus status) =>
        Render<BoardBanner>(p => p.Add(b => b.Board, board).Add(b => b.Status, status));
}

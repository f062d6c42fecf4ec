using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;

namespace Forecast.Tests.Web.Features.Board;

public class BoardChangesTests
{
    [Fact]
    public void SameForecast_ChangesNothing()
    {
        var changes = BoardChanges.Between(Boards.Of(Boards.Expecting(1, 10)), Boards.Of(Boards.Expecting(1, 10)));

        Assert.True(changes.Nothing);
        Assert.Equal(0, changes.Difference);
    }

    [Fact]
    public void OneStoreUpOneDown_AreToldApart()
    {
        var before = Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 20), Boards.Expecting(3, 5));
        var after = Boards.Of(Boards.Expecting(1, 13), Boards.Expecting(2, 19), Boards.Expecting(3, 5));

        var changes = BoardChanges.Between(before, after);

        Assert.Equal((245, 259), (changes.UnitsBefore, changes.UnitsAfter)); // 7 × 35, 7 × 37
        Assert.Equal(21, Assert.Single(changes.Up).Units);
        Assert.Equal(0.3, changes.Up[0].Ratio!.Value, precision: 9);
        Assert.Equal(-7, Assert.Single(changes.Down).Units);
        Assert.Equal(28, changes.Cells.Count); // Two stores, fourteen days.
    }

    [Fact]
    public void DifferenceThatTheScreenDoesNotShow_MarksNothing()
    {
        var changes = BoardChanges.Between(Boards.Of(Boards.Expecting(1, 10.1f)), Boards.Of(Boards.Expecting(1, 10.4f)));

        Assert.Empty(changes.Cells);
    }

    [Fact]
    public void NewOrigin_ComparesTheSameDays()
    {
        var before = Boards.Store(1, Boards.Outlook(1, 10, Boards.Origin.AddDays(-1)));
        before.Outlook!.Mean[0] = 999; // Yesterday's figure is over and done with.

        var changes = BoardChanges.Between(Boards.Of(before), Boards.Of(Boards.Expecting(1, 10)));

        Assert.True(changes.Nothing);
        Assert.Equal((Boards.Origin.AddDays(-1), Boards.Origin), (changes.OriginBefore!.Value, changes.OriginAfter!.Value));
    }

    [Fact]
    public void StoreForecastForTheFirstTime_DoesNotCountAsGrowth()
    {
        var changes = BoardChanges.Between(Boards.Of(Boards.Store(1)), Boards.Of(Boards.Expecting(1, 10)));

        Assert.Equal((0, 0), (changes.UnitsBefore, changes.UnitsAfter));
    }
}

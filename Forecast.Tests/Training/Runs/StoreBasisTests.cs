using Forecast.Tests.Support;
using Forecast.Training.Panels;
using Forecast.Training.Runs.Shards;

namespace Forecast.Tests.Training.Runs;

public class StoreBasisTests
{
    private const int Days = 70;

    [Fact]
    public void DaysKnownToAnyItem_AreUsed_AndTheOthersMissing()
    {
        var quantity = Two(_ => 3);
        quantity[10] = float.NaN; // The other item is known on this day.
        quantity[20] = quantity[Days + 20] = float.NaN;
        quantity[Days - 1] = quantity[2 * Days - 1] = float.NaN;

        var basis = StoreBasis.Of(SamplePanels.Of(quantity, 2, Days), [0, 1]);

        Assert.Equal((Days - 2, 2, 0), (basis.Used, basis.Missing, basis.Estimated));
        Assert.Equal(SamplePanels.FirstDay.AddDays(Days - 2), basis.Last);
    }

    [Fact]
    public void DayOfTheWeekThatNeverSells_IsNotMissing()
    {
        var basis = StoreBasis.Of(SamplePanels.Of(Two(t => t % 7 == 6 ? float.NaN : 3), 2, Days), [0, 1]);

        Assert.Equal((60, 0), (basis.Used, basis.Missing));
    }

    [Fact]
    public void ClosedDays_AreNotMissing_AndDaysThatRanEmptyAreEstimated()
    {
        var quantity = Two(_ => 3);
        quantity[20] = quantity[Days + 20] = float.NaN;
        var plain = SamplePanels.Of(quantity, 2, Days);
        var open = Boards.Fill(2 * (Days + plain.Horizon), 1);
        open[20] = open[Days + plain.Horizon + 20] = 0;
        var stockedOut = new float[2 * Days];
        stockedOut[30] = stockedOut[Days + 30] = stockedOut[31] = 1;

        var basis = StoreBasis.Of(
            new Panel
            {
                FirstDay = plain.FirstDay,
                Days = Days,
                Horizon = plain.Horizon,
                Series = plain.Series,
                Quantity = quantity,
                Open = open,
                StockedOut = stockedOut,
            },
            [0, 1]);

        Assert.Equal((Days - 1, 0, 3), (basis.Used, basis.Missing, basis.Estimated));
    }

    [Fact]
    public void NothingKnown_IsNothing() =>
        Assert.Equal(default, StoreBasis.Of(SamplePanels.Of(Two(_ => float.NaN), 2, Days), [0, 1]));

    private static float[] Two(Func<int, float> units) => [.. Enumerable.Range(0, 2 * Days).Select(i => units(i % Days))];
}

using Forecast.Training.Runs.Publishing;

namespace Forecast.Tests.Training.Runs;

public class ChallengeTests
{
    private const int Horizon = 14;

    private static readonly DateOnly First = new(2026, 9, 6);

    [Fact]
    public void ClearlyWorseOnTheSameDays_IsToldWithBothScores() => // 35 days of 100 units: missed by 30 and by 20 each
        Assert.Equal(
            "The new models do worse: in backtests of the same 35 days their forecasts of stores miss by 30.0 %, those of the models in "
                + "use by 20.0 %.",
            Challenge.Objection([Store(missed: 20)], [Store(missed: 30)], 0.1));

    [Theory]
    [InlineData(21.9, 0.1)]
    [InlineData(30, 0.5)] // as much worse as is allowed
    [InlineData(5, 0.1)]
    public void NotClearlyWorse_IsNoObjection(float missed, double margin) =>
        Assert.Null(Challenge.Objection([Store(missed: 20)], [Store(missed)], margin));

    [Fact]
    public void Misses_CountWhicheverSideTheyAreOn() =>
        Assert.NotNull(Challenge.Objection([Store(missed: 20)], [Store(missed: -30)], 0.1));

    [Fact]
    public void DaysCorrectedSince_DoNotCount() =>
        Assert.Null(Challenge.Objection([Store(missed: 20)], [Store(missed: 60, sold: 140)], 0.1));

    [Fact]
    public void OtherDays_AreNotCompared() => // a week that was hard to foresee is no fault of the new models
        Assert.Null(Challenge.Objection([Store(missed: 20)], [Store(missed: 60, first: First.AddDays(70))], 0.1));

    [Fact]
    public void FewSharedDays_ConcludeNothing() => // origins three weeks later share 14 of 35 days
        Assert.Null(Challenge.Objection([Store(missed: 20)], [Store(missed: 60, first: First.AddDays(21))], 0.1));

    [Fact]
    public void FourWeeksShared_AreEnough() =>
        Assert.Contains(
            "the same 28 days", Challenge.Objection([Store(missed: 20)], [Store(missed: 60, first: First.AddDays(7))], 0.1),
            StringComparison.Ordinal);

    [Fact]
    public void OtherStores_AreNotCompared() =>
        Assert.Null(Challenge.Objection([Store(missed: 20)], [Store(missed: 60, id: 2)], 0.1));

    [Fact]
    public void NothingInUse_IsNoObjection() => Assert.Null(Challenge.Objection([], [Store(missed: 60)], 0.1));

    [Fact]
    public void NothingSold_IsNoObjection() =>
        Assert.Null(Challenge.Objection([Store(missed: 0, sold: 0)], [Store(missed: 5, sold: 0)], 0.1));

    /// <summary>Five weekly origins; days beyond the first week of each are missed by far more, and must not count.</summary>
    private static StoreBacktest Store(float missed, int id = 1, float sold = 100, DateOnly? first = null)
    {
        var origins = Enumerable.Range(0, 5).Select(week => (first ?? First).AddDays(7 * week)).ToArray();
        var actual = Enumerable.Repeat(sold, origins.Length * Horizon).ToArray();
        return new StoreBacktest(id, origins, actual, [.. actual.Select((a, i) => a + (i % Horizon < 7 ? missed : 9 * missed))]);
    }
}

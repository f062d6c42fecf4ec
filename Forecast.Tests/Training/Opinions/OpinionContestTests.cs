using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Boosting;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;
using Forecast.Training.Opinions;

namespace Forecast.Tests.Training.Opinions;

public class OpinionContestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void ModelThatKnowsNothing_IsBeatenClearly()
    {
        var panel = SamplePanels.Weekly(12, 400);

        var result = new OpinionContest(Options(), new ConstantLearner(3)).Run(panel, Ct)!;

        Assert.Equal((panel.Origin.AddDays(-55), panel.Origin), (result.FirstDay, result.LastDay));
        Assert.Equal([null, DemandClass.Smooth], result.Scores.Select(s => s.Class));
        Assert.All(result.Scores, score =>
        {
            Assert.Equal(12, score.Series);
            Assert.True(score.OwnWape < score.NaiveWape);
            Assert.InRange(score.BetterBy!.Value, 1.5, 2.5); // Three times the level misses by about twice of it.
            Assert.True(score.OwnIsBetter);
            Assert.InRange(score.BetterBy.Value, score.BetterByAtLeast!.Value, score.BetterByAtMost!.Value);
        });
    }

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void RealChallenger_IsNear_AndTheSameAgain(string name)
    {
        var panel = SamplePanels.Weekly(20, 400);

        var first = new OpinionContest(Options(), KnownChallengers.Named(name)).Run(panel, Ct)!;
        var again = new OpinionContest(Options(threads: 3), KnownChallengers.Named(name)).Run(panel, Ct)!;

        Assert.InRange(first.Scores[0].IndependentWape!.Value, 0.05, first.Scores[0].NaiveWape!.Value * 1.2);
        Assert.Equal(first.Scores, again.Scores);
    }

    [Fact]
    public void WhatIsLearned_EndsBeforeTheFirstDayScored()
    {
        // In the scored weeks nothing sells any more. Nobody can know, so the first horizon is forecast as ever: 14 days of sales missed.
        var panel = SamplePanels.Weekly(12, 400);
        var quantity = (float[])panel.Quantity.Clone();
        for (int i = 0; i < quantity.Length; i++)
            quantity[i] = i % panel.Days >= panel.Days - 56 && i % panel.Days < panel.Days - 42 ? 1 : quantity[i];
        var learner = new LastTargetLearner();

        new OpinionContest(Options(), learner).Run(SamplePanels.Of(quantity, 12, 400), Ct);

        Assert.True(learner.SmallestTarget > 0.2, "A day of the scored weeks, at a tenth of the level or less, was learned from.");
    }

    [Fact]
    public void TooFewDays_GiveNone() =>
        Assert.Null(new OpinionContest(Options(), new ConstantLearner(1)).Run(SamplePanels.Weekly(4, 60), Ct));

    [Fact]
    public void ValueThatStandsAlone_IsNotScored()
    {
        var panel = SamplePanels.Weekly(8, 400);
        var typed = (float[])panel.Quantity.Clone();
        typed[panel.Days - 20] = 500_000;

        var score = new OpinionContest(Options(), new ConstantLearner(1)).Run(SamplePanels.Of(typed, 8, 400), Ct)!.Scores[0];

        Assert.True(score.OwnWape < 0.5, $"WAPE is {score.OwnWape:P0}.");
    }

    private static EngineOptions Options(int threads = 1) => new() { GlobalRounds = 20, Threads = threads };

    /// <summary>Remembers what it was given to learn from.</summary>
    private sealed class LastTargetLearner : IRowLearner
    {
        private readonly ConstantLearner constant = new(1);

        public float SmallestTarget { get; private set; }

        public string Name => constant.Name;

        public string? Lack => null;

        public IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct)
        {
            SmallestTarget = rows.Target.Min();
            return constant.Fit(rows, options, threads, ct);
        }
    }
}

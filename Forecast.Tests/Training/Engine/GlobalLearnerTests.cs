using Forecast.Tests.Support;
using Forecast.Tests.Training.Boosting.Global;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

/// <summary>The model over all series, learned once from many panels and used for each.</summary>
public class GlobalLearnerTests
{
    private static readonly EngineOptions Options =
        new() { Horizon = GlobalPanels.Horizon, GlobalRounds = 20, Threads = 1, Models = ["boosted-trees"] };

    private static readonly Panel Whole = GlobalPanels.Demand();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void LearnedFromPartsOfTheStores_EachPartIsForecastAsInTheWhole()
    {
        var parts = Enumerable.Range(0, 3).Select(store => Store(Whole, store)).ToArray();
        var learned = Learn(parts);
        var engine = new ForecastEngine(Options);

        var whole = engine.Predict(engine.Fit(Whole, learned, Ct), Whole);

        // Model 0 of any fit is the baseline; what the trees say of a series does not depend on the stores beside it.
        var together = learned.Final.Predict(Whole, Whole.Days - 1, Options.Horizon, cancellationToken: Ct);
        foreach (var part in parts)
        {
            var alone = learned.Final.Predict(part, part.Days - 1, Options.Horizon, cancellationToken: Ct);
            for (int s = 0; s < part.Series.Count; s++)
            {
                int at = part.Series[s].SeriesId;
                Assert.Equal(together.AsSpan(at * Options.Horizon, Options.Horizon), alone.AsSpan(s * Options.Horizon, Options.Horizon));
            }
        }

        Assert.Contains("boosted-trees", whole.Reason[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void PastModel_KnowsNothingOfTheBacktests()
    {
        var learned = Learn([Whole]);

        var fitted = new ForecastEngine(Options).Fit(Whole, learned, Ct);

        Assert.Equal(fitted.Backtest.Origins[0], learned.Past.LastTrainingDay);
        Assert.Equal(Whole.Origin, learned.Final.LastTrainingDay);
        var changed = (float[])Whole.Quantity.Clone();
        int firstScored = learned.Past.LastTrainingDay.DayNumber + 1 - Whole.FirstDay.DayNumber;
        for (int i = 0; i < changed.Length; i++)
            changed[i] *= i % Whole.Days >= firstScored ? 3 : 1;
        var other = Learn([GlobalPanels.With(Whole, changed)]);
        var before = GlobalPanels.With(Whole);
        Assert.Equal(
            learned.Past.Predict(before, firstScored - 1, Options.Horizon, cancellationToken: Ct),
            other.Past.Predict(before, firstScored - 1, Options.Horizon, cancellationToken: Ct));
    }

    [Fact]
    public void FinalModel_LearnsFromTheLatestDays()
    {
        var learned = Learn([Whole]);
        int firstScored = learned.Past.LastTrainingDay.DayNumber + 1 - Whole.FirstDay.DayNumber;
        var risen = Whole.Quantity.Select((y, i) => i % Whole.Days >= firstScored ? 2 * y : y).ToArray();

        var other = Learn([GlobalPanels.With(Whole, risen)]);

        // Asked about the same history, the one that saw demand rise in the end expects more of it.
        double before = learned.Final.Predict(Whole, firstScored - 1, 7, cancellationToken: Ct).Average();
        double after = other.Final.Predict(Whole, firstScored - 1, 7, cancellationToken: Ct).Average();
        Assert.InRange(after, 1.02 * before, 2 * before);
    }

    [Fact]
    public void SalesThatEndTooEarlyToRankTheModel_AreFittedWithoutIt()
    {
        var learned = Learn([Whole]);
        var early = SamplePanels.Before(Whole, 30);
        var engine = new ForecastEngine(Options);

        var forecast = engine.Predict(engine.Fit(early, learned, Ct), early);

        Assert.All(forecast.Reason, reason => Assert.DoesNotContain("trees", reason, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Stored_ReadsBackToTheSameForecasts()
    {
        var learned = Learn([Whole]);
        using var stream = new MemoryStream();
        learned.Write(stream);
        stream.Position = 0;

        var read = GlobalFit.Read(stream);

        Assert.Equal(
            learned.Past.Predict(Whole, Whole.Days - 1, 7, cancellationToken: Ct),
                read.Past.Predict(Whole, Whole.Days - 1, 7, cancellationToken: Ct));
        Assert.Equal(
            learned.Final.Predict(Whole, Whole.Days - 1, 7, cancellationToken: Ct),
                read.Final.Predict(Whole, Whole.Days - 1, 7, cancellationToken: Ct));
        var damaged = stream.ToArray();
        damaged[damaged.Length / 3] ^= 2;
        Assert.Throws<InvalidDataException>(() => GlobalFit.Read(new MemoryStream(damaged)));
    }

    [Fact]
    public void LearnedForFewerDays_IsRefused()
    {
        var learned = Learn([Whole]);
        var longer = new ForecastEngine(Options.With(GlobalPanels.Horizon, 1));
        var wider = new Panel
        {
            FirstDay = Whole.FirstDay,
            Days = Whole.Days,
            Horizon = 20,
            Series = Whole.Series,
            Quantity = Whole.Quantity,
        };

        var error = Assert.Throws<ArgumentException>(() => new ForecastEngine(Options.With(20, 1)).Fit(wider, learned, Ct));

        Assert.Contains("learned for 14 days ahead, 20 are wanted", error.Message, StringComparison.Ordinal);
        Assert.NotNull(longer.Fit(Whole, learned, Ct));
    }

    [Fact]
    public void TooLittleHistory_LearnsNothing()
    {
        var learner = new GlobalLearner(Options, 3);
        learner.Add(SamplePanels.Weekly(3, 10), Ct);

        Assert.Null(learner.Learn(Ct));
        Assert.Null(new GlobalLearner(Options, 0).Learn(Ct));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void UpdateFromTheLookBack_EqualsUpdateFromTheWholeHistory(int newDays)
    {
        var whole = Sparse(1500);
        var options = new EngineOptions { Horizon = 14, GlobalRounds = 20, Threads = 1 };
        var engine = new ForecastEngine(options);
        var fitted = engine.Fit(SamplePanels.Before(whole, newDays), Ct);
        var recent = Recent(whole, EngineOptions.LookBackDays);

        var full = engine.Predict(engine.Update(fitted, whole), whole);
        var cut = engine.Predict(engine.Update(fitted, recent), recent);

        for (int i = 0; i < full.Mean.Length; i++)
            Assert.Equal(full.Mean[i], cut.Mean[i], 1e-4f * (1 + full.Mean[i]));
        Assert.Contains(fitted.FirstSale, day => day < recent.FirstDay.DayNumber);
    }

    private static GlobalFit Learn(IReadOnlyList<Panel> panels)
    {
        var learner = new GlobalLearner(Options, panels.Sum(p => p.Series.Count));
        foreach (var panel in panels)
            learner.Add(panel, Ct);
        return Assert.IsType<GlobalFit>(learner.Learn(Ct));
    }

    /// <summary>The series of one store.</summary>
    private static Panel Store(Panel panel, int store)
    {
        int[] rows = [.. Enumerable.Range(0, panel.Series.Count).Where(s => panel.Series[s].Store == store)];
        int ahead = panel.Days + panel.Horizon;
        return new Panel
        {
            FirstDay = panel.FirstDay,
            Days = panel.Days,
            Horizon = panel.Horizon,
            Holidays = panel.Holidays,
            Series = [.. rows.Select(s => panel.Series[s])],
            Quantity = Rows(panel.Quantity, panel.Days),
            Promotion = Rows(panel.Promotion!, ahead),
            Price = Rows(panel.Price!, ahead),
            Open = Rows(panel.Open!, ahead),
        };

        float[] Rows(float[] values, int width) => [.. rows.SelectMany(s => values.AsSpan(s * width, width).ToArray())];
    }

    /// <summary>
    /// Weekly demand; every third series sold early, then not for three years and more, so that a late panel begins with its zeros.
    /// </summary>
    private static Panel Sparse(int days)
    {
        var panel = SamplePanels.Weekly(12, days);
        for (int s = 0; s < 12; s += 3)
            panel.Quantity.AsSpan(s * days + 100, days - 100 - 5 * s - 20).Clear();
        return panel;
    }

    private static Panel Recent(Panel panel, int days)
    {
        int skip = panel.Days - days - 1;
        return new Panel
        {
            FirstDay = panel.FirstDay.AddDays(skip),
            Days = panel.Days - skip,
            Horizon = panel.Horizon,
            Series = panel.Series,
            Quantity = [.. Enumerable.Range(0, panel.Series.Count)
                .SelectMany(s => panel.Quantity.AsSpan(s * panel.Days + skip, panel.Days - skip).ToArray())],
        };
    }
}

using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Boosting;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Panels;

namespace Forecast.Training.Opinions;

/// <summary>
/// Our engine and an independent model on the latest weeks of a panel, of which neither has seen a day when it learns. Both learn once,
/// from the same rows; then they forecast horizon by horizon, as refreshes do between two retrains, each day once.
/// </summary>
/// <remarks>
/// The engine is fitted as for the board, choice and combination of models included, on an earlier day: its own backtests would flatter it,
/// since its weights were chosen by them.
/// </remarks>
internal sealed class OpinionContest(EngineOptions options, IRowLearner challenger)
{
    /// <summary>Days scored at least; whole horizons.</summary>
    private const int ScoredDays = 56;

    /// <summary>Rows of one series that both learn from at most: enough to compare, few enough to be quick.</summary>
    private const int RowsPerSeries = 60;

    private const int FewestRows = 10_000;

    private readonly int windows = Math.Max(2, (ScoredDays + options.Horizon - 1) / options.Horizon);

    /// <summary>Holds the contest; null where the panel is too short to learn from and to score.</summary>
    /// <exception cref="Challengers.ChallengerMissingException">The independent model lacks a native part.</exception>
    public OpinionResult? Run(Panel panel, CancellationToken ct)
    {
        int scored = windows * options.Horizon, learnt = panel.Days - scored;
        if (BacktestPlan.Create(learnt, options.Horizon, 1, 1, options.Seasonality).Origins.Length == 0 || panel.Series.Count == 0)
            return null;
        var own = options.With(options.Horizon, options.Threads);
        own.GlobalRows = Math.Min(options.GlobalRows, Math.Max(FewestRows, RowsPerSeries * panel.Series.Count));
        var past = PanelDays.WithoutLast(panel, scored);
        var learner = new GlobalLearner(own, panel.Series.Count);
        learner.Add(past, ct);
        var engine = new ForecastEngine(own);
        var state = engine.Fit(past, own.WantsGlobal ? learner.Learn(ct) : null, ct);
        if (learner.Learn(challenger, forecasts: true, int.MaxValue, ct) is not { } independent)
            return null;

        var sums = new Sums(scored);
        for (int first = 0; first < scored; first += options.Horizon)
        {
            ct.ThrowIfCancellationRequested();
            var at = PanelDays.WithoutLast(panel, scored - first);
            state = engine.Update(state, at);
            Score(panel, at, first, engine.Predict(state, at), independent.Predict(
                at, at.Days - 1, options.Horizon, options.Threads, ct), sums);
        }

        return new OpinionResult(panel.FirstDay.AddDays(learnt), panel.Origin, sums.Result(options));
    }

    private void Score(Panel panel, Panel at, int first, PanelForecast own, float[] independent, Sums sums)
    {
        var actual = new float[options.Horizon];
        for (int s = 0; s < panel.Series.Count; s++)
        {
            for (int h = 0; h < actual.Length; h++)
                actual[h] = Actual(panel, s, at.Days + h);
            var scale = NaiveScales.Of(at.Quantity.AsSpan(s * at.Days, at.Days), options.Seasonality).Squared;
            foreach (var group in sums.Of(own.Class[s]))
                group.Add(s, first, scale, actual, Row(own.Naive, s), Row(own.Mean, s), Row(independent, s));
        }

        ReadOnlySpan<float> Row(float[] paths, int s) => paths.AsSpan(s * options.Horizon, options.Horizon);
    }

    /// <summary>What a day sold; NaN where that is no measure of a forecast: the shelf ran empty, or the value stands alone.</summary>
    private static float Actual(Panel panel, int series, int day)
    {
        int i = series * panel.Days + day;
        return panel.StockedOut?[i] > 0 || panel.IsHeldDown(series, day) ? float.NaN : panel.Quantity[i];
    }

    /// <summary>The sums of all series and those of each demand class.</summary>
    private sealed class Sums(int days)
    {
        private readonly OpinionSums all = new(days);
        private readonly SortedDictionary<DemandClass, OpinionSums> byClass = [];

        public OpinionSums[] Of(DemandClass demandClass)
        {
            if (!byClass.TryGetValue(demandClass, out var group))
                byClass[demandClass] = group = new OpinionSums(days);
            return [all, group];
        }

        public IReadOnlyList<Domain.Registry.OpinionScore> Result(EngineOptions options) =>
        [
            all.Result(null, options.Seasonality, options.Seed),
            .. byClass.Select(c => c.Value.Result(c.Key, options.Seasonality, options.Seed)),
        ];
    }
}

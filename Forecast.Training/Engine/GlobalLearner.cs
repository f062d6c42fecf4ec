using Forecast.Training.Backtesting;
using Forecast.Training.Boosting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Learns the model over all series once for many panels, before any of them is fitted; the panels need not be in memory together. Each
/// holds whole stores. Deterministic for the same panels in the same order.
/// </summary>
public sealed class GlobalLearner
{
    /// <summary>
    /// Days before the last one from which origins are drawn; each looks back another <see cref="EngineOptions.LookBackDays"/>.
    /// </summary>
    public const int TeachingDays = GlobalModelOptions.UsualOriginDays;

    /// <summary>Rows of one series beyond which more teach little: neighbouring origins see the same days.</summary>
    private const int RowsPerSeries = 600;

    /// <summary>
    /// Rows that are enough for a thousand series; beyond them rows grow with the root of the number of series, whose days are alike.
    /// </summary>
    private const int EnoughRows = 100_000;

    private const int FewestRows = 1000;

    /// <summary>
    /// The final model is that of the past and this part of its trees more: they take in the latest weeks at a fraction of the cost of
    /// growing all again.
    /// </summary>
    private const int FurtherPart = 4;

    /// <summary>Days by which sales of one panel may end before those of another and still have backtests of their own.</summary>
    private const int LateDays = 14;

    private readonly EngineOptions options;
    private readonly GlobalRows rows;
    private readonly List<(DateOnly Origin, DateOnly FirstBacktest)> panels = [];

    /// <summary>A learner for panels with that many series in all.</summary>
    public GlobalLearner(EngineOptions options, int series)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        rows = new GlobalRows(Boosting(options, series), series);
    }

    /// <summary>Seconds of the wall clock spent building features.</summary>
    internal double FeatureSeconds { get; private set; }

    /// <summary>Last day of any panel.</summary>
    private DateOnly Latest => panels.Max(p => p.Origin);

    /// <summary>The earliest day that a panel's backtests begin after, panels that end long before the others left out.</summary>
    private DateOnly FirstBacktest => panels.Where(p => p.Origin >= Latest.AddDays(-LateDays)).Min(p => p.FirstBacktest);

    /// <summary>Draws from a panel what to learn.</summary>
    /// <exception cref="ArgumentException">The panel's arrays do not fit each other.</exception>
    public void Add(Panel panel, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        panel.Validate();
        var plan = BacktestPlan.Create(panel.Days, options.Horizon, options.BacktestWindows, options.BacktestStride, options.Seasonality);
        if (plan.Origins.Length == 0 || panel.Series.Count == 0)
            return;
        panels.Add((panel.Origin, panel.FirstDay.AddDays(plan.Origins[0])));
        rows.Add(panel, panel.Days - 1, options.Threads, ct);
    }

    /// <summary>Learns from what was added; null where that is too little.</summary>
    public GlobalFit? Learn(CancellationToken ct = default)
    {
        if (panels.Count == 0)
            return null;
        var past = rows.Fit(FirstBacktest, options.Threads, ct);
        if (past.Trees is null)
            return null;
        var final = rows.Extend(past, Latest, Math.Max(1, options.GlobalRounds / FurtherPart), options.Threads, ct);
        FeatureSeconds += past.FeatureSeconds + final.FeatureSeconds;
        return new GlobalFit(past, final);
    }

    /// <summary>
    /// Lets a challenger learn from the same rows what <see cref="Learn(CancellationToken)"/> learns; null where that is too little.
    /// </summary>
    /// <param name="challenger">Who learns.</param>
    /// <param name="forecasts">True to learn from everything; false to be ranked by backtests it has not seen.</param>
    /// <param name="mostRows">Rows to learn from at most, evenly spread.</param>
    /// <param name="ct">Stops before and after learning.</param>
    internal GlobalModel? Learn(IRowLearner challenger, bool forecasts, int mostRows, CancellationToken ct)
    {
        if (panels.Count == 0)
            return null;
        var learned = rows.Fit(challenger, forecasts ? Latest : FirstBacktest, mostRows, options.Threads, ct);
        return learned.Rows is null ? null : learned;
    }

    private static int Rows(EngineOptions options, int series)
    {
        double wanted = Math.Min((double)RowsPerSeries * series, EnoughRows * Math.Max(1, Math.Sqrt(series / 1000.0)));
        return (int)Math.Clamp(wanted, FewestRows, options.GlobalRows);
    }

    private static GlobalModelOptions Boosting(EngineOptions options, int series) => new()
    {
        Horizon = options.Horizon,
        Rows = Rows(options, series),
        Trees = new BoostingOptions
        {
            Loss = BoostingLoss.Tweedie(1.1),
            Rounds = options.GlobalRounds,
            Leaves = 31,
            LearningRate = Math.Min(0.3, 18.0 / options.GlobalRounds),
            MinLeafWeight = 30,
            Seed = (ulong)options.Seed,
        },
    };
}

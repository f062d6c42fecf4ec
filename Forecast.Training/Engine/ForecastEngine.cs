using Forecast.Training.Panels;


namespace Forecast.Training.Engine;

/// <summary>
/// The forecasting engine: arrays in, arrays out. Everything is a pure function of panel and options; the same data and seed give the same
/// forecast whatever the number of threads. Safe to use from many threads.
/// </summary>
public sealed class ForecastEngine
{
    private readonly EngineOptions options;

    /// <summary>An engine with the given options.</summary>
    public ForecastEngine(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
    }

    /// <summary>
    /// Backtests, chooses per series, fits on the whole history and calibrates the quantiles. Where the options want the model over all
    /// series, it is learned from this panel first.
    /// </summary>
    /// <exception cref="ArgumentException">The panel's arrays do not fit each other, or it knows fewer days ahead than the
    /// horizon.</exception>
    public FittedPanel Fit(Panel panel, CancellationToken ct = default) => Fit(panel, new EngineTimings(), ct);

    /// <summary>The same, and adds where the time went to <paramref name="timings"/>.</summary>
    /// <exception cref="ArgumentException">The panel's arrays do not fit each other, or it knows fewer days ahead than the
    /// horizon.</exception>
    public FittedPanel Fit(Panel panel, EngineTimings timings, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(timings);
        Check(panel, options.Horizon);
        if (!options.WantsGlobal)
            return Fit(panel, learned: null, ct);
        var learner = new GlobalLearner(options, panel.Series.Count);
        learner.Add(panel, ct);
        var learned = learner.Learn(ct);
        timings.FeatureSeconds += learner.FeatureSeconds;
        return Fit(panel, learned, ct);
    }

    /// <summary>The same with a model over all series that was learned elsewhere, or without one.</summary>
    /// <exception cref="ArgumentException">
    /// The panel's arrays do not fit each other, it knows fewer days ahead than the horizon, or the model was learned for a shorter one.
    /// </exception>
    public FittedPanel Fit(Panel panel, GlobalFit? learned, CancellationToken ct = default)
    {
        Check(panel, options.Horizon);
        if (learned is not null && Math.Min(learned.Past.Horizon, learned.Final.Horizon) < options.Horizon)
        {
            throw new ArgumentException(
                $"The model over all series was learned for {learned.Final.Horizon} days ahead, {options.Horizon} are wanted.",
                    nameof(learned));
        }

        return new PanelFit(panel, learned, options).Run(ct);
    }

    /// <summary>
    /// Forecasts from the state. The panel supplies what is known ahead (and recent history); its origin must be that of the state.
    /// </summary>
    /// <exception cref="ArgumentException">The panel is of other series or another origin; the message says which.</exception>
    public PanelForecast Predict(FittedPanel fitted, Panel panel)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        Check(panel, fitted.Horizon);
        if (!CanUpdate(fitted, panel, out var why))
            throw new ArgumentException(why, nameof(panel));
        if (fitted.Origin != panel.Origin)
        {
            throw new ArgumentException(
                $"The state ends on {fitted.Origin:yyyy-MM-dd}, the panel on {panel.Origin:yyyy-MM-dd}; update the state first.",
                    nameof(panel));
        }

        return PanelPrediction.Run(fitted, panel, options);
    }

    /// <summary>
    /// Why the forecasts of a panel's series are what they are; what the series share is prepared once. <paramref name="forecast"/> is what
    /// <see cref="Predict"/> returned for the same state and panel.
    /// </summary>
    /// <exception cref="ArgumentException">The forecast is not that of this state.</exception>
    public PanelExplanation Explain(FittedPanel fitted, Panel panel, PanelForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(forecast);
        Check(panel, fitted.Horizon);
        if (forecast.Origin != fitted.Origin || panel.Origin != fitted.Origin || forecast.Horizon != fitted.Horizon)
        {
            throw new ArgumentException(
                $"State, panel and forecast end on {fitted.Origin:yyyy-MM-dd}, {panel.Origin:yyyy-MM-dd} and {forecast.Origin:yyyy-MM-dd}; "
                    + "they must agree.", nameof(forecast));
        }

        return new PanelExplanation(fitted, panel, forecast);
    }

    /// <summary>
    /// Folds in the panel's days after the state's origin; parameters and choice stay. The result equals, to rounding, a fit with the same
    /// parameters over the whole history.
    /// </summary>
    /// <exception cref="ArgumentException">The state cannot serve the panel; the message is that of <see cref="CanUpdate"/>.</exception>
    public FittedPanel Update(FittedPanel fitted, Panel panel)
    {
        if (!CanUpdate(fitted, panel, out var why))
            throw new ArgumentException(why, nameof(panel));
        return PanelUpdate.Run(fitted, panel, options);
    }

    /// <summary>
    /// True if the state can serve this panel: the same series in the same order, an origin inside the panel or the day before it.
    /// Otherwise <paramref name="why"/> is a sentence.
    /// </summary>
    public bool CanUpdate(FittedPanel fitted, Panel panel, out string? why)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(panel);
        why = null;
        if (fitted.Seasonality != options.Seasonality)
            why = $"The state has a season of {fitted.Seasonality} days, the options one of {options.Seasonality}.";
        else if (fitted.Horizon < options.Horizon)
            why = $"The state is calibrated for {fitted.Horizon} days ahead, {options.Horizon} are wanted.";
        else if (fitted.Series.Count != panel.Series.Count)
            why = $"The state holds {fitted.Series.Count} series, the panel {panel.Series.Count}.";
        else if (FirstDifference(fitted, panel) is { } at)
            why = $"Series {at} of the state is {fitted.Series[at].SeriesId}, that of the panel {panel.Series[at].SeriesId}.";
        else if (fitted.Origin > panel.Origin)
            why = $"The state already knows {fitted.Origin:yyyy-MM-dd}, later than the panel's last day {panel.Origin:yyyy-MM-dd}.";
        else if (fitted.Origin < panel.FirstDay.AddDays(-1))
            why = $"The days between the state's last day {fitted.Origin:yyyy-MM-dd} and the panel's first day {panel.FirstDay:yyyy-MM-dd} "
                + "are missing.";
        return why is null;
    }

    private static int? FirstDifference(FittedPanel fitted, Panel panel)
    {
        for (int s = 0; s < panel.Series.Count; s++)
        {
            if (fitted.Series[s].SeriesId != panel.Series[s].SeriesId)
                return s;
        }

        return null;
    }

    private static void Check(Panel panel, int horizon)
    {
        ArgumentNullException.ThrowIfNull(panel);
        panel.Validate();
        if (panel.Horizon < horizon)
            throw new ArgumentException($"The panel knows {panel.Horizon} days ahead, the forecast needs {horizon}.", nameof(panel));
    }
}

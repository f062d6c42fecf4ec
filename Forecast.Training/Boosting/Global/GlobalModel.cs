using System.ComponentModel.DataAnnotations;
using Forecast.Training.Panels;

namespace Forecast.Training.Boosting.Global;

/// <summary>
/// One model for all series: boosted trees that see recent demand relative to the series' level, weekdays, seasons, pooled histories and
/// what is known ahead, and predict any step directly (direct multi-horizon forecasting with a global model; Montero-Manso &amp;
/// Hyndman 2021, Makridakis et al. 2022 on the M5 competition).
/// </summary>
/// <remarks>
/// Immutable. Fitted once, it predicts from any later origin with refreshed features. It knows quantities up to its last
/// training day, so only predictions of later days are an honest backtest.
/// </remarks>
public sealed class GlobalModel
{
    private readonly int[] columns;
    private readonly string[] holidays;

    internal GlobalModel(IRowModel? rows, int[] columns, string[] holidays, int horizon, DateOnly lastTrainingDay)
    {
        (Rows, this.columns, this.holidays) = (rows, columns, holidays);
        (Horizon, LastTrainingDay) = (horizon, lastTrainingDay);
    }

    /// <summary>Steps it can predict.</summary>
    public int Horizon { get; }

    /// <summary>Last day whose demand it learned from.</summary>
    public DateOnly LastTrainingDay { get; }

    /// <summary>Seconds of the wall clock that the fit spent building features; not stored.</summary>
    internal double FeatureSeconds { get; init; }

    /// <summary>
    /// What forecasts a row of features; null if the panel held nothing to learn from, in which case each series is forecast at its level.
    /// </summary>
    internal IRowModel? Rows { get; }

    /// <summary>Our own trees; null where there are none, or where the rows are forecast by a challenger.</summary>
    internal BoostedTrees? Trees => Rows as BoostedTrees;

    internal IReadOnlyList<int> Columns => columns;

    internal IReadOnlyList<string> Holidays => holidays;

    /// <summary>Fits on demand up to the day with index <paramref name="lastTrainingDay"/>, and not a day beyond.</summary>
    /// <exception cref="ValidationException">An option lies outside of its range.</exception>
    /// <exception cref="ArgumentException">The panel's arrays do not fit together, or the day lies outside of it.</exception>
    public static GlobalModel Fit(
        Panel panel, GlobalModelOptions options, int lastTrainingDay, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(options);
        panel.Validate();
        if ((uint)lastTrainingDay >= (uint)panel.Days)
            throw new ArgumentOutOfRangeException(nameof(lastTrainingDay), lastTrainingDay, $"The panel has days 0 to {panel.Days - 1}.");

        var rows = new GlobalRows(options, panel.Series.Count);
        rows.Add(panel, lastTrainingDay, threads, cancellationToken);
        return rows.Fit(panel.FirstDay.AddDays(lastTrainingDay), threads, cancellationToken);
    }

    /// <summary>
    /// Mean demand of the days after <paramref name="originIndex"/>, series × horizon: finite, not negative, zero on closed days.
    /// </summary>
    /// <param name="panel">Histories up to the origin at least, with codes that mean what they meant when fitting; later days are not
    /// looked at, but for what is known ahead.</param>
    /// <param name="originIndex">Index of the last day to look at.</param>
    /// <param name="horizon">Steps, at most <see cref="Horizon"/>.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellationToken">Stops between blocks of series.</param>
    public float[] Predict(Panel panel, int originIndex, int horizon, int threads = 1, CancellationToken cancellationToken = default) =>
        Predict(panel, [originIndex], horizon, firstSale: null, threads, cancellationToken)[0];

    /// <summary>Likewise from several origins at once, reading each history once: one array per origin.</summary>
    /// <param name="panel">As above.</param>
    /// <param name="originIndexes">Last day to look at, for each forecast.</param>
    /// <param name="horizon">Steps, at most <see cref="Horizon"/>.</param>
    /// <param name="firstSale">Day number of each series' first sale, where the panel may begin after it; null where the panel
    /// tells.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellationToken">Stops between blocks of series.</param>
    public float[][] Predict(
        Panel panel, IReadOnlyList<int> originIndexes, int horizon, IReadOnlyList<int>? firstSale = null, int threads = 1,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(originIndexes);
        foreach (int origin in originIndexes)
            Check(panel, origin, horizon);
        var global = new GlobalPanel(panel, holidays, firstSale, threads, cancellationToken);
        float[][] forecasts = [.. originIndexes.Select(_ => new float[panel.Series.Count * horizon])];
        int blocks = (panel.Series.Count + GlobalPrediction.Series - 1) / GlobalPrediction.Series;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, blocks, parallel, () => new GlobalPrediction(this, global, horizon), (block, _, prediction) =>
        {
            prediction.Block(block, originIndexes, forecasts);
            return prediction;
        }, _ => { });
        return forecasts;
    }

    /// <summary>Takes forecasts of several series apart, preparing once what they share.</summary>
    internal GlobalExplanation Explainer(Panel panel, int originIndex, int steps, IReadOnlyList<int>? firstSale = null)
    {
        Check(panel, originIndex, steps);
        return new GlobalExplanation(this, new GlobalPanel(panel, holidays, firstSale, 1, CancellationToken.None), originIndex);
    }

    /// <summary>Writes the model, versioned and with a checksum.</summary>
    /// <exception cref="InvalidOperationException">It is a challenger's: those are scored and forgotten.</exception>
    public void Write(Stream stream)
    {
        if (Rows is not null && Trees is null)
            throw new InvalidOperationException("Only a model of our own trees can be stored.");
        GlobalModelFormat.Write(this, stream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut off, damaged, of another version or something else.</exception>
    public static GlobalModel Read(Stream stream) => GlobalModelFormat.Read(stream);

    /// <summary>Writes the columns in use to <paramref name="row"/>; <paramref name="full"/> is scratch space for all columns.</summary>
    internal void Features(
        GlobalPanel global, SeriesHistory history, int series, int origin, int step, float level, float[] full, Span<float> row)
    {
        GlobalFeatureRow.Write(global, history, series, origin, step, Horizon, level, full);
        for (int c = 0; c < columns.Length; c++)
            row[c] = full[columns[c]];
    }

    /// <summary>Without trees or without a sale so far: the level, which is zero for what was never sold.</summary>
    internal static float Level(Panel panel, SeriesHistory history, int series, int origin, int step) =>
        history.First > origin || Closed(panel, series, origin + step) ? 0 : GlobalFeatureRow.Level(history, origin);

    internal static bool Closed(Panel panel, int series, int day) => !panel.IsOpen(series, day);

    private void Check(Panel panel, int originIndex, int horizon)
    {
        panel.Validate();
        if ((uint)originIndex >= (uint)panel.Days)
            throw new ArgumentOutOfRangeException(nameof(originIndex), originIndex, $"The panel has days 0 to {panel.Days - 1}.");
        if (horizon < 1 || horizon > Horizon)
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, $"The model was fitted for 1 to {Horizon} days ahead.");
        if (originIndex + horizon >= panel.Days + panel.Horizon)
            throw new ArgumentException($"Day {originIndex + horizon} lies beyond what the panel knows ahead, which ends with day "
                + $"{panel.Days + panel.Horizon - 1}.", nameof(horizon));
    }
}

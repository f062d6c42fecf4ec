namespace Forecast.Training.Boosting.Global;

/// <summary>Predicts blocks of series; one instance per thread, so that its buffers are made once.</summary>
internal sealed class GlobalPrediction
{
    /// <summary>Series per block.</summary>
    internal const int Series = 32;

    private readonly GlobalModel model;
    private readonly GlobalPanel global;
    private readonly int horizon;
    private readonly SeriesHistory[] histories;
    private readonly BinnedColumns? binned;
    private readonly float[] full, rows, scores;
    private readonly float[] levels = new float[Series]; // 0: nothing sold so far, or no trees to ask

    internal GlobalPrediction(GlobalModel model, GlobalPanel global, int horizon)
    {
        (this.model, this.global, this.horizon) = (model, global, horizon);
        histories = [.. Enumerable.Range(0, Series).Select(_ => new SeriesHistory(global.Panel.Days))];
        binned = model.Rows is null ? null : new BinnedColumns(model.Rows.Features.Bins, Series * horizon);
        (full, rows, scores) = (
            new float[GlobalFeatures.All.Length], new float[Series * horizon * model.Columns.Count], new float[Series * horizon]);
    }

    internal void Block(int block, IReadOnlyList<int> origins, float[][] forecasts)
    {
        int first = block * Series, count = Math.Min(Series, global.Panel.Series.Count - first);
        for (int s = 0; s < count; s++)
            histories[s].Load(global, first + s);
        for (int o = 0; o < origins.Count; o++)
            Origin(first, count, origins[o], forecasts[o].AsSpan(first * horizon, count * horizon));
    }

    private void Origin(int first, int count, int origin, Span<float> forecast)
    {
        for (int s = 0; s < count; s++)
        {
            var history = histories[s];
            levels[s] = binned is null || history.First > origin ? 0 : GlobalFeatureRow.Level(history, origin);
            for (int step = 1; step <= horizon; step++)
            {
                int at = (s * horizon) + step - 1;
                if (levels[s] == 0)
                {
                    forecast[at] = GlobalModel.Level(global.Panel, history, first + s, origin, step);
                    continue;
                }

                model.Features(global, history, first + s, origin, step, levels[s], full, rows.AsSpan(at * model.Columns.Count));
            }
        }

        if (binned is null)
            return;
        var trees = scores.AsSpan(0, forecast.Length);
        binned.Fill(rows.AsSpan(0, trees.Length * model.Columns.Count));
        model.Rows!.Predict(binned, trees);
        for (int i = 0; i < trees.Length; i++)
        {
            float level = levels[i / horizon];
            if (level > 0)
                forecast[i] = GlobalModel.Closed(global.Panel, first + (i / horizon), origin + 1 + (i % horizon)) ? 0
                    : Math.Max(0, trees[i] * level);
        }
    }
}

using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Training.Explanations;

/// <summary>One shard of a forecast, computed again and ready to be explained series by series.</summary>
internal sealed class ShardExplanation
{
    /// <summary>About what the model over all series and its answers take.</summary>
    private const long BytesOfTrees = 32L << 20;

    private readonly PanelForecast forecast;
    private readonly PanelExplanation explanation;
    private readonly Dictionary<int, int> rows;

    public ShardExplanation(ForecastEngine engine, FittedPanel state, Panel panel)
    {
        var updated = engine.Update(state, panel);
        forecast = engine.Predict(updated, panel);
        explanation = engine.Explain(updated, panel, forecast);
        rows = Enumerable.Range(0, panel.Series.Count).ToDictionary(s => panel.Series[s].SeriesId);
        Bytes = (state.Global is null ? 0 : BytesOfTrees) + sizeof(float) * (panel.Quantity.LongLength
            + (panel.Promotion?.LongLength ?? 0) + (panel.Price?.LongLength ?? 0) + (panel.Open?.LongLength ?? 0)
                + (panel.StockedOut?.LongLength ?? 0));
    }

    /// <summary>About what it holds in memory.</summary>
    public long Bytes { get; }

    /// <summary>The paths of series by their reasons, in their order; null for a series that the state does not know.</summary>
    public IReadOnlyList<ExplainedPath?> Find(IReadOnlyList<ShownSeries> shown)
    {
        int[] known = [.. Enumerable.Range(0, shown.Count).Where(i => rows.ContainsKey(shown[i].SeriesId))];
        int[] at = [.. known.Select(i => rows[shown[i].SeriesId])];
        var parts = explanation.Of(at);
        var paths = new ExplainedPath?[shown.Count];
        for (int k = 0; k < known.Length; k++)
            paths[known[k]] = ExplainedPath.Of(shown[known[k]], forecast.Mean.AsSpan(at[k] * forecast.Horizon, forecast.Horizon), parts[k]);
        return paths;
    }
}

using Forecast.Training.Engine;

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
            + (panel.Promotion?.LongLength ?? 0) + (panel.Price?.LongLength ?? 0) + (panel.Open?.LongLength ?? 0) + (panel.StockedOut?.LongLength ?? 0));
    }

    /// <summary>About what it holds in memory.</summary>
    public long Bytes { get; }

    /// <summary>The path of a series by its reasons; null for a series that the state does not know.</summary>
    public ExplainedPath? Find(ShownSeries shown)
    {
        if (!rows.TryGetValue(shown.SeriesId, out int row))
            return null;
        var parts = explanation.Of(row);
        return ExplainedPath.Of(shown, forecast.Mean.AsSpan(row * forecast.Horizon, forecast.Horizon), parts);
    }
}

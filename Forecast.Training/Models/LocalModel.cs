using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>A local model over blocks of series: searches its parameters, runs over the history, emits backtest forecasts on the way.</summary>
internal abstract class LocalModel
{
    public abstract string Name { get; }

    public abstract int StateSize(int season);

    public abstract ReadOnlySpan<Smoothing> Candidates { get; }

    public abstract void Start(BlockStart start, Span<Vector<float>> state);

    /// <summary>Sum of squared one-step errors per candidate and lane, over the days from <paramref name="from"/> on.</summary>
    public abstract void Search(
        ReadOnlySpan<Vector<float>> values, BlockStart start, int phase0, int from, Span<Vector<float>> state, Span<Vector<float>> losses);

    /// <summary>
    /// Learns all days, and at each origin (ascending day indices) writes <paramref name="horizon"/> predictions to
    /// <paramref name="backtest"/> (origins × horizon).
    /// </summary>
    public abstract void Run(
        ReadOnlySpan<Vector<float>> values, in LaneParameters p, int phase0, int season, ReadOnlySpan<int> origins, int horizon,
        Span<Vector<float>> state, Span<Vector<float>> backtest);

    /// <summary>Predictions for <paramref name="path"/>.Length days; <paramref name="phase"/> is that of the first one.</summary>
    public abstract void Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int phase, int season, Span<Vector<float>> path);
}

/// <summary>The loops, compiled once per filter so that its recursion is inlined.</summary>
internal sealed class LocalModel<TFilter> : LocalModel
    where TFilter : struct, IFilter
{
    public override string Name => TFilter.Name;

    public override ReadOnlySpan<Smoothing> Candidates => TFilter.Candidates;

    public override int StateSize(int season) => TFilter.StateSize(season);

    public override void Start(BlockStart start, Span<Vector<float>> state) => TFilter.Start(start, state);

    public override void Search(
        ReadOnlySpan<Vector<float>> values, BlockStart start, int phase0, int from, Span<Vector<float>> state, Span<Vector<float>> losses)
    {
        var candidates = TFilter.Candidates;
        int season = start.Season;
        for (int c = 0; c < candidates.Length; c++)
        {
            var p = new LaneParameters(candidates[c]);
            TFilter.Start(start, state);
            var loss = Vector<float>.Zero;
            int phase = phase0 % season;
            for (int t = 0; t < values.Length; t++)
            {
                var value = values[t];
                if (t >= from)
                {
                    var error = Lanes.Where(Lanes.Known(value), value - TFilter.Predict(state, p, 1, phase));
                    loss += error * error;
                }

                TFilter.Step(state, p, value, phase);
                if (++phase == season)
                    phase = 0;
            }

            losses[c] = loss;
        }
    }

    public override void Run(
        ReadOnlySpan<Vector<float>> values, in LaneParameters p, int phase0, int season, ReadOnlySpan<int> origins, int horizon,
        Span<Vector<float>> state, Span<Vector<float>> backtest)
    {
        int phase = phase0 % season, next = 0;
        for (int t = 0; t < values.Length; t++)
        {
            TFilter.Step(state, p, values[t], phase);
            if (++phase == season)
                phase = 0;
            if (next < origins.Length && origins[next] == t)
            {
                Predict(state, p, phase, season, backtest.Slice(next * horizon, horizon));
                next++;
            }
        }
    }

    public override void Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int phase, int season, Span<Vector<float>> path)
    {
        for (int h = 0; h < path.Length; h++)
            path[h] = Vector.Max(Vector<float>.Zero, TFilter.Predict(state, p, h + 1, (phase + h) % season));
    }
}

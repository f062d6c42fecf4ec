using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Exponential smoothing of a level and a multiplicative season, ETS(A,N,M) in error-correction form (Winters, 1960; Hyndman et al.,
/// 2008, table 2.2). State: level, one ratio per phase.
/// </summary>
/// <remarks>Multiplicative seasons divide by the level, so a level near zero leaves the season as it is.</remarks>
internal readonly struct MultiplicativeSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = SeasonalSmoothing.Combine([0.05f, 0.02f, 0.1f, 0.2f, 0.4f], [0.05f, 0.02f, 0.15f]);

    public static string Name => "seasonal-smoothing-multiplicative";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 1 + season;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Level;
        start.Ratio.CopyTo(state[1..]);
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var level = state[0];
        var season = state[1 + phase];
        var error = Lanes.Where(Lanes.Known(value), value - level * season);
        var divisor = Vector.Max(season, new Vector<float>(0.2f));
        state[0] = Vector.Max(Vector<float>.Zero, level + p.Alpha * error / divisor);
        var steady = Vector.GreaterThan(level, new Vector<float>(1e-3f));
        var next = season + p.Gamma * error / Vector.Max(level, new Vector<float>(1e-3f));
        next = Vector.Min(Vector.Max(next, Vector<float>.Zero), new Vector<float>(20));
        state[1 + phase] = Vector.ConditionalSelect(steady, next, season);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) =>
        state[0] * state[1 + phase];
}

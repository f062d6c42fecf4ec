using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Exponential smoothing of a level and an additive season, ETS(A,N,A) in error-correction form (Holt, 1957; Winters, 1960; Hyndman et al.,
/// 2008, table 2.2). State: level, then one difference per phase.
/// </summary>
internal readonly struct SeasonalSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = Combine([0.05f, 0.02f, 0.1f, 0.2f, 0.35f, 0.5f], [0.05f, 0.0f, 0.02f, 0.12f, 0.25f]);

    public static string Name => "seasonal-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 1 + season;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Level;
        for (int k = 0; k < start.Season; k++)
            state[1 + k] = start.Difference[k];
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var level = state[0];
        var season = state[1 + phase];
        var error = Lanes.Where(Lanes.Known(value), value - level - season);
        state[0] = level + p.Alpha * error;
        state[1 + phase] = season + p.Gamma * error;
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) =>
        state[0] + state[1 + phase];

    internal static Smoothing[] Combine(ReadOnlySpan<float> alphas, ReadOnlySpan<float> gammas)
    {
        var all = new Smoothing[alphas.Length * gammas.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = new Smoothing(alphas[i / gammas.Length], gammas[i % gammas.Length]);
        return all;
    }
}

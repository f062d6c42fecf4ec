using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>Share of Croston's known bias that a variant takes off.</summary>
internal interface ICrostonBias
{
    static abstract string Name { get; }

    static abstract float Correction { get; }
}

internal readonly struct Uncorrected : ICrostonBias
{
    public static string Name => "croston";

    public static float Correction => 0;
}

/// <summary>Syntetos and Boylan (2005): the factor 1 − α/2.</summary>
internal readonly struct Corrected : ICrostonBias
{
    public static string Name => "sba";

    public static float Correction => 0.5f;
}

/// <summary>
/// Croston (1972): exponential smoothing of the size of a sale and of the days between sales. State: size, interval, days since the last sale.
/// </summary>
internal readonly struct Croston<TBias> : IFilter
    where TBias : struct, ICrostonBias
{
    private static readonly Smoothing[] Grid = SeasonalSmoothing.Combine([0.1f, 0.05f, 0.2f], [0f]);

    public static string Name => TBias.Name;

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 3;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Size;
        state[1] = Vector<float>.One / Vector.Max(start.Share, new Vector<float>(1e-3f));
        state[2] = Vector<float>.One;
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var sold = Vector.GreaterThan(value, Vector<float>.Zero); // false for NaN
        state[0] += p.Alpha * Lanes.Where(sold, value - state[0]);
        state[1] += p.Alpha * Lanes.Where(sold, state[2] - state[1]);
        var waiting = state[2] + Lanes.Where(Lanes.Known(value), Vector<float>.One);
        state[2] = Vector.ConditionalSelect(sold, Vector<float>.One, waiting);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) =>
        (Vector<float>.One - TBias.Correction * p.Alpha) * state[0] / Vector.Max(state[1], Vector<float>.One);
}

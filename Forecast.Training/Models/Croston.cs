using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

/// <summary>Croston (1972): exponential smoothing of the size of a sale and of the days between sales.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Croston<TBias> : IFilter
    where TBias : struct, ICrostonBias
{
    private static readonly Smoothing[] Grid = Smoothing.Combine([0.1f, 0.05f, 0.2f], [0f]);

    /// <summary>Size of a sale, days between sales, days since the last sale and the day after it.</summary>
    private Vector<float> size, interval, waited;

    public static string Name => TBias.Name;

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => false;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public void Start(BlockStart start, Span<Vector<float>> phases) =>
        (size, interval, waited) = (start.Size, Vector<float>.One / Vector.Max(start.Share, new Vector<float>(1e-3f)), Vector<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var sold = Vector.GreaterThan(day.Value, Vector<float>.Zero); // false for an unknown day
        size = Vector.MultiplyAddEstimate(p.Alpha, Lanes.Where(sold, day.Value - size), size);
        interval = Vector.MultiplyAddEstimate(p.Alpha, Lanes.Where(sold, waited - interval), interval);
        waited = Vector.ConditionalSelect(sold, Vector<float>.One, waited + Lanes.Where(day.Known, Vector<float>.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        (Vector<float>.One - TBias.Correction * p.Alpha) * size / Vector.Max(interval, Vector<float>.One);
}

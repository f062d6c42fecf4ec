using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Exponential smoothing of a level and an additive season, ETS(A,N,A) in error-correction form (Holt, 1957; Winters, 1960; Hyndman et al.,
/// 2008, table 2.2). State per phase: its difference from the level.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeasonalSmoothing : IFilter
{
    private static readonly Smoothing[] Grid =
        Smoothing.Combine([0.05f, 0.02f, 0.1f, 0.2f, 0.35f, 0.5f], [0.05f, 0.0f, 0.02f, 0.12f, 0.25f]);

    private Vector<float> level;

    public static string Name => "seasonal-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => false;

    public static int PhaseSize => 1;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public void Start(BlockStart start, Span<Vector<float>> phases)
    {
        level = start.Level;
        start.Difference.CopyTo(phases);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var error = Lanes.Where(day.Known, day.Value - level - phase[0]);
        level = Vector.MultiplyAddEstimate(p.Alpha, error, level);
        phase[0] = Vector.MultiplyAddEstimate(p.Gamma, error, phase[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        level + phase[0];
}

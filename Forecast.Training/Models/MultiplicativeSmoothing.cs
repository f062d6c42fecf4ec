using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Exponential smoothing of a level and a multiplicative season, ETS(A,N,M) in error-correction form (Winters, 1960; Hyndman et al.,
/// 2008, table 2.2). State per phase: its ratio to the level.
/// </summary>
/// <remarks>Multiplicative seasons divide by the level, so a level near zero leaves the season as it is.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct MultiplicativeSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = Smoothing.Combine([0.05f, 0.02f, 0.1f, 0.2f, 0.4f], [0.05f, 0.02f, 0.15f]);

    private Vector<float> level;

    public static string Name => "seasonal-smoothing-multiplicative";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => false;

    public static int PhaseSize => 1;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public void Start(BlockStart start, Span<Vector<float>> phases)
    {
        level = start.Level;
        start.Ratio.CopyTo(phases);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var (before, season) = (level, phase[0]);
        var error = Lanes.Where(day.Known, day.Value - before * season);
        var rate = p.Alpha / Vector.Max(season, new Vector<float>(0.2f)); // known before the error is: the next day waits for no division
        level = Vector.Max(Vector<float>.Zero, Vector.MultiplyAddEstimate(error, rate, before));
        var least = new Vector<float>(1e-3f);
        var next = Vector.MultiplyAddEstimate(error, p.Gamma / Vector.Max(before, least), season);
        next = Vector.Min(Vector.Max(next, Vector<float>.Zero), new Vector<float>(20));
        phase[0] = Vector.ConditionalSelect(Vector.GreaterThan(before, least), next, season);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        level * phase[0];
}

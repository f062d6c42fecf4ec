using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Models;

/// <summary>Simple exponential smoothing (Brown, 1959): for series without a weekday pattern.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SimpleSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = Smoothing.Combine([0.05f, 0.01f, 0.02f, 0.1f, 0.2f, 0.4f], [0f]);

    private Vector<float> level;

    public static string Name => "simple-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => false;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public void Start(BlockStart start, Span<Vector<float>> phases) => level = start.Level;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p) =>
        level = Vector.MultiplyAddEstimate(p.Alpha * day.Ratio, day.Value - level, level);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) => level;
}

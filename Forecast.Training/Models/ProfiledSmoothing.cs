using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Models;

/// <summary>
/// Simple exponential smoothing (Brown, 1959) of the level behind a slow multiplicative weekday profile, which learns at the rate Gamma.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProfiledSmoothing : IFilter
{
    private static readonly Smoothing[] Grid =
    [
        .. from gamma in (float[])[0.04f, 0.015f, 0.1f]
           from alpha in (float[])[0.06f, 0.01f, 0.03f, 0.12f, 0.22f, 0.4f]
           select new Smoothing(alpha, gamma),
    ];

    private Vector<float> level;

    public static string Name => "profiled-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => true;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => p.Gamma;

    public void Start(BlockStart start, Span<Vector<float>> phases) => level = start.Level;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p) =>
        level = Vector.MultiplyAddEstimate(p.Alpha * day.Weight, day.Scaled - level, level);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        level * ratio;
}

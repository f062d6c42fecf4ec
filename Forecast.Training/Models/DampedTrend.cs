using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Models;

/// <summary>Damped-trend exponential smoothing (Gardner and McKenzie, 1985) behind a slow weekday profile.</summary>
/// <remarks>The profile learns at a fixed rate, so that three parameters suffice: level, trend (Gamma) and damping (Phi).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct DampedTrend : IFilter
{
    private static readonly Smoothing[] Grid =
    [
        .. from alpha in (float[])[0.06f, 0.03f, 0.12f, 0.25f]
           from beta in (float[])[0.002f, 0.01f]
           from phi in (float[])[0.97f, 0.99f]
           select new Smoothing(alpha, beta, phi),
    ];

    private Vector<float> level, trend;

    public static string Name => "damped-trend";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => true;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => new(0.04f);

    public void Start(BlockStart start, Span<Vector<float>> phases) => (level, trend) = (start.Level, Vector<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var slope = p.Phi * trend;
        var ahead = level + slope;
        var error = day.Weight * (day.Scaled - ahead);
        level = Vector.MultiplyAddEstimate(p.Alpha, error, ahead);
        trend = Vector.MultiplyAddEstimate(p.Gamma, error, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps)
    {
        // φ + φ² + … + φ^steps
        var damping = p.Phi;
        for (int h = 1; h < steps; h++)
            damping = Vector.MultiplyAddEstimate(p.Phi, damping, p.Phi);
        return Vector.MultiplyAddEstimate(damping, trend, level) * ratio;
    }
}

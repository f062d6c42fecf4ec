using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// TSB: exponential smoothing of the probability of a sale and of its size apart (Teunter, Syntetos and Babai, 2011), so that the
/// forecast fades while nothing sells; behind a slow weekday profile.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IntermittentSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = Smoothing.Combine([0.05f, 0.01f, 0.02f, 0.1f, 0.2f], [0.03f, 0.01f, 0.1f]);

    private Vector<float> probability, size;

    public static string Name => "tsb";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => true;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => new(0.02f);

    public void Start(BlockStart start, Span<Vector<float>> phases) => (probability, size) = (start.Share, start.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var sold = Vector.GreaterThan(day.Value, Vector<float>.Zero); // false for an unknown day
        var one = Lanes.Where(sold, Vector<float>.One);
        probability = Vector.MultiplyAddEstimate(p.Alpha, Lanes.Where(day.Known, one - probability), probability);
        size = Vector.MultiplyAddEstimate(p.Gamma, Lanes.Where(sold, day.Value - size), size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        probability * size * ratio;
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Models;

/// <summary>The last known same weekday: the baseline that everything must beat. State per phase: that value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeasonalNaive : IFilter
{
    private static readonly Smoothing[] One = [new(1)];

    public static string Name => "seasonal-naive";

    public static ReadOnlySpan<Smoothing> Candidates => One;

    public static bool Profiled => false;

    public static int PhaseSize => 1;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public readonly void Start(BlockStart start, Span<Vector<float>> phases)
    {
        for (int k = 0; k < start.Season; k++)
            phases[k] = start.Level + start.Difference[k];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p) =>
        phase[0] = Vector.ConditionalSelect(day.Known, day.Value, phase[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps) =>
        phase[0];
}

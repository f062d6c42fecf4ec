using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// The theta method (Assimakopoulos and Nikolopoulos, 2000) in the form of Hyndman and Billah (2003): simple exponential smoothing with a
/// drift of half the slope of the linear trend, on values freed of the weekday profile, which learns at the rate Gamma.
/// </summary>
/// <remarks>The regression is kept recursively (Welford, 1962).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Theta : IFilter
{
    private static readonly Smoothing[] Grid = Smoothing.Combine([0.06f, 0.015f, 0.03f, 0.12f, 0.25f, 0.45f], [0.04f]);

    /// <summary>Level; days since the first known one; their mean; the mean value; Σ(t−t̄)²; Σ(t−t̄)(y−ȳ).</summary>
    private Vector<float> level, days, meanDay, meanValue, dayDay, dayValue;

    public static string Name => "theta";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static bool Profiled => true;

    public static int PhaseSize => 0;

    public static Vector<float> ProfileRate(in LaneParameters p) => p.Gamma;

    public void Start(BlockStart start, Span<Vector<float>> phases)
    {
        this = default;
        level = start.Level;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        level = Vector.MultiplyAddEstimate(p.Alpha * day.Weight, day.Scaled - level, level);

        // Days count from the first known one; unknown days pass but do not enter the regression.
        var next = days + Vector<float>.One;
        days = Vector.ConditionalSelect(Vector.BitwiseOr(day.Known, Vector.GreaterThan(days, Vector<float>.Zero)), next, days);
        var share = Vector<float>.One / next;
        var fromDay = Lanes.Where(day.Known, days - meanDay);
        var fromValue = Lanes.Where(day.Known, day.Scaled - meanValue);
        meanDay = Vector.MultiplyAddEstimate(share, fromDay, meanDay);
        meanValue = Vector.MultiplyAddEstimate(share, fromValue, meanValue);
        var rest = (Vector<float>.One - share) * fromDay;
        dayDay = Vector.MultiplyAddEstimate(rest, fromDay, dayDay);
        dayValue = Vector.MultiplyAddEstimate(rest, fromValue, dayValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps)
    {
        // A slope from less than two months is noise.
        var slope = Vector.ConditionalSelect(
            Vector.GreaterThan(days, new Vector<float>(56)), dayValue / Vector.Max(dayDay, Vector<float>.One), Vector<float>.Zero);
        var ahead = new Vector<float>(steps - 1) + p.Lag;
        return Vector.MultiplyAddEstimate(0.5f * slope, ahead, level) * ratio;
    }
}

using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Damped-trend exponential smoothing (Gardner and McKenzie, 1985) behind a slow weekday profile. State: level, trend per day, profile.
/// </summary>
/// <remarks>The profile learns at a fixed rate, so that three parameters suffice: level, trend (Gamma) and damping (Phi).</remarks>
internal readonly struct DampedTrend : IFilter
{
    private static readonly Smoothing[] Grid =
    [
        .. from alpha in (float[])[0.06f, 0.03f, 0.12f, 0.25f]
           from beta in (float[])[0.002f, 0.01f]
           from phi in (float[])[0.97f, 0.99f]
           select new Smoothing(alpha, beta, phi),
    ];

    public static string Name => "damped-trend";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 2 + WeekdayProfile.StateSize(season);

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Level;
        state[1] = Vector<float>.Zero;
        WeekdayProfile.Start(start, state[2..]);
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var profile = state[2..];
        var ratio = WeekdayProfile.Ratio(profile, phase);
        var trend = p.Phi * state[1];
        var level = state[0] + trend;
        var weight = Vector.Min(ratio, Vector<float>.One);
        var error = weight * Lanes.Where(Lanes.Known(value), value / Vector.Max(ratio, ProfiledSmoothing.Floor) - level);
        state[0] = level + p.Alpha * error;
        state[1] = trend + p.Gamma * error;
        WeekdayProfile.Learn(profile, new Vector<float>(0.04f), value, phase);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase)
    {
        // φ + φ² + … + φ^steps
        var damping = Vector<float>.Zero;
        for (int h = 0; h < steps; h++)
            damping = p.Phi * (Vector<float>.One + damping);
        return (state[0] + damping * state[1]) * WeekdayProfile.Ratio(state[2..], phase);
    }
}

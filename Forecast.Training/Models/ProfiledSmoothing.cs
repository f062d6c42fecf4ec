using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Simple exponential smoothing (Brown, 1959) of the level behind a slow multiplicative weekday profile. The step is weighted by the
/// profile, so that a weekday on which little sells says little about the level. State: level, profile.
/// </summary>
internal readonly struct ProfiledSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = SeasonalSmoothing.Combine([0.06f, 0.01f, 0.03f, 0.12f, 0.22f, 0.4f], [0.04f, 0.015f, 0.1f]);

    public static string Name => "profiled-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 1 + WeekdayProfile.StateSize(season);

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Level;
        WeekdayProfile.Start(start, state[1..]);
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var profile = state[1..];
        var ratio = WeekdayProfile.Ratio(profile, phase);
        state[0] += p.Alpha * Vector.Min(ratio, Vector<float>.One) * Lanes.Where(Lanes.Known(value), value / Vector.Max(ratio, Floor) - state[0]);
        WeekdayProfile.Learn(profile, p.Gamma, value, phase);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) =>
        state[0] * WeekdayProfile.Ratio(state[1..], phase);

    /// <summary>A weekday that sells less than this share of the level is treated as if it sold this share.</summary>
    internal static Vector<float> Floor => new(0.05f);
}

using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// TSB: exponential smoothing of the probability of a sale and of its size apart (Teunter, Syntetos and Babai, 2011), so that the
/// forecast fades while nothing sells; behind a slow weekday profile. State: probability, size, profile.
/// </summary>
internal readonly struct IntermittentSmoothing : IFilter
{
    private static readonly Smoothing[] Grid =
        SeasonalSmoothing.Combine([0.05f, 0.01f, 0.02f, 0.1f, 0.2f], [0.03f, 0.01f, 0.1f]);

    public static string Name => "tsb";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 2 + WeekdayProfile.StateSize(season);

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[0] = start.Share;
        state[1] = start.Size;
        WeekdayProfile.Start(start, state[2..]);
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var known = Lanes.Known(value);
        var sold = Vector.GreaterThan(value, Vector<float>.Zero); // false for NaN
        var probability = state[0];
        var one = Lanes.Where(sold, Vector<float>.One);
        state[0] = probability + p.Alpha * Lanes.Where(known, one - probability);
        state[1] += p.Gamma * Lanes.Where(sold, value - state[1]);
        WeekdayProfile.Learn(state[2..], new Vector<float>(0.02f), value, phase);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) =>
        state[0] * state[1] * WeekdayProfile.Ratio(state[2..], phase);
}

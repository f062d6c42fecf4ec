using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// The theta method (Assimakopoulos and Nikolopoulos, 2000) in the form of Hyndman and Billah (2003): simple exponential smoothing with a
/// drift of half the slope of the linear trend, on values freed of the weekday profile.
/// </summary>
/// <remarks>
/// State: level, days, mean day, mean value, Σ(t−t̄)², Σ(t−t̄)(y−ȳ), profile. The regression is kept recursively (Welford, 1962).
/// </remarks>
internal readonly struct Theta : IFilter
{
    private const int Moments = 6;

    private static readonly Smoothing[] Grid = SeasonalSmoothing.Combine([0.06f, 0.015f, 0.03f, 0.12f, 0.25f, 0.45f], [0.04f]);

    public static string Name => "theta";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => Moments + WeekdayProfile.StateSize(season);

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        state[..Moments].Clear();
        state[0] = start.Level;
        WeekdayProfile.Start(start, state[Moments..]);
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var profile = state[Moments..];
        var ratio = WeekdayProfile.Ratio(profile, phase);
        var known = Lanes.Known(value);
        var y = value / Vector.Max(ratio, ProfiledSmoothing.Floor);
        state[0] += p.Alpha * Vector.Min(ratio, Vector<float>.One) * Lanes.Where(known, y - state[0]);

        // Days count from the first known one; unknown days pass but do not enter the regression.
        var days = state[1] + Vector<float>.One;
        state[1] = Vector.ConditionalSelect(Vector.BitwiseOr(known, Vector.GreaterThan(state[1], Vector<float>.Zero)), days, state[1]);
        var share = Vector<float>.One / Vector.Max(days, Vector<float>.One);
        var fromDay = Lanes.Where(known, state[1] - state[2]);
        var fromValue = Lanes.Where(known, y - state[3]);
        state[2] += share * fromDay;
        state[3] += share * fromValue;
        var rest = Vector<float>.One - share;
        state[4] += rest * fromDay * fromDay;
        state[5] += rest * fromDay * fromValue;
        WeekdayProfile.Learn(profile, p.Gamma, value, phase);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase)
    {
        // A slope from less than two months is noise.
        var slope = Vector.ConditionalSelect(
            Vector.GreaterThan(state[1], new Vector<float>(56)), state[5] / Vector.Max(state[4], Vector<float>.One), Vector<float>.Zero);
        var ahead = new Vector<float>(steps - 1) + Vector<float>.One / p.Alpha;
        return (state[0] + 0.5f * slope * ahead) * WeekdayProfile.Ratio(state[Moments..], phase);
    }
}

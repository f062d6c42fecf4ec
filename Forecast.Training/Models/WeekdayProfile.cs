using System.Numerics;
using System.Runtime.CompilerServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// A slowly learnt multiplicative season: an exponentially weighted mean per phase beside the mean of all phases, so that zero demand
/// never divides anything. State: one mean per phase, then their mean.
/// </summary>
internal static class WeekdayProfile
{
    private const float Nothing = 1e-6f;

    public static int StateSize(int season) => season + 1;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        var sum = Vector<float>.Zero;
        for (int k = 0; k < start.Season; k++)
        {
            state[k] = start.Level * start.Ratio[k];
            sum += state[k];
        }

        state[start.Season] = sum / start.Season;
    }

    /// <summary>Ratio of a phase to the level; 1 where nothing was ever sold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Ratio(Vector<float> phase, Vector<float> mean)
    {
        var ratio = phase / Vector.Max(mean, new Vector<float>(Nothing));
        return Vector.ConditionalSelect(Vector.GreaterThan(mean, new Vector<float>(Nothing)), ratio, Vector<float>.One);
    }

    /// <summary>The day as it stands before the profile, which then learns from it.</summary>
    /// <param name="value">Demand; NaN unknown.</param>
    /// <param name="rate">Share of a surprise that the phase takes on.</param>
    /// <param name="share">1 ÷ season.</param>
    /// <param name="phase">State of the day's phase.</param>
    /// <param name="mean">State of all phases.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Day Pass(Vector<float> value, Vector<float> rate, Vector<float> share, ref Vector<float> phase, ref Vector<float> mean)
    {
        var day = new Day(value, Ratio(phase, mean));
        var change = rate * Lanes.Where(day.Known, value - phase);
        phase += change;
        mean = Vector.MultiplyAddEstimate(change, share, mean);
        return day;
    }
}

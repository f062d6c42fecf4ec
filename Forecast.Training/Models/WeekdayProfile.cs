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
    public static Vector<float> Ratio(ReadOnlySpan<Vector<float>> profile, int phase)
    {
        var mean = profile[^1];
        var ratio = profile[phase] / Vector.Max(mean, new Vector<float>(1e-6f));
        return Vector.ConditionalSelect(Vector.GreaterThan(mean, new Vector<float>(1e-6f)), ratio, Vector<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Learn(Span<Vector<float>> profile, Vector<float> rate, Vector<float> value, int phase)
    {
        var change = rate * Lanes.Where(Lanes.Known(value), value - profile[phase]);
        profile[phase] += change;
        profile[^1] += change * (1f / (profile.Length - 1));
    }
}

using System.Runtime.InteropServices;

namespace Forecast.Training.Worklists;

/// <summary>
/// What a week of something usually sells, and by how much its weeks scatter: of its own last weeks, whatever it is, one item in one store
/// or a whole region. Median and median deviation (Hampel, 1974), which one week out of the ordinary does not move.
/// </summary>
/// <param name="Usual">Units of a usual week.</param>
/// <param name="Deviation">Standard deviation of its weeks, in units; never below what counts scatter by chance.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LevelNoise(double Usual, double Deviation)
{
    /// <summary>Weeks that tell what is usual.</summary>
    public const int RecentWeeks = 8;

    /// <summary>Weeks without which nothing is usual.</summary>
    private const int FewestWeeks = 5;

    /// <summary>Of a normal distribution, the standard deviation is this many median deviations.</summary>
    internal const double NormalScale = 1.4826;

    /// <summary>Weeks that happen to be alike promise no more alike than this share of what they sell.</summary>
    private const double LeastShare = 0.05;

    /// <summary>Null where too few weeks are known.</summary>
    /// <param name="weeks">Units by week, oldest first; NaN where not known. Only the last ones count.</param>
    public static LevelNoise? Of(ReadOnlySpan<double> weeks)
    {
        Span<double> known = stackalloc double[RecentWeeks];
        int count = 0;
        foreach (double week in weeks[Math.Max(0, weeks.Length - RecentWeeks)..])
        {
            if (double.IsFinite(week))
                known[count++] = week;
        }

        if (count < FewestWeeks)
            return null;
        known = known[..count];
        double usual = Median(known);
        foreach (ref double week in known)
            week = Math.Abs(week - usual);
        // The deviation of a count is at least the root of what is expected (Poisson).
        double least = Math.Max(Math.Sqrt(Math.Max(usual, 1)), LeastShare * usual);
        return new LevelNoise(usual, Math.Max(NormalScale * Median(known), least));
    }

    /// <summary>The middle value, or between the two in the middle; sorts what it is given.</summary>
    internal static double Median(Span<double> values)
    {
        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

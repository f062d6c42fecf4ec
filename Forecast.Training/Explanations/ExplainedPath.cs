using Forecast.Training.Boosting.Global;

namespace Forecast.Training.Explanations;

/// <summary>One series on show, day by day, with the reasons of what the models say.</summary>
/// <param name="Shown">The series as it is on show.</param>
/// <param name="Days">Per step; the sums are the means on show, or those the models say now if that differs.</param>
/// <param name="HasChanged">Whether it differs.</param>
internal sealed record ExplainedPath(ShownSeries Shown, IReadOnlyList<DriverContributions> Days, bool HasChanged)
{
    /// <summary>Differences up to this are rounding: another processor adds in another order.</summary>
    private const double Rounding = 1e-3;

    /// <summary>Compares what is on show with what the models say.</summary>
    /// <param name="shown">The series as it is on show.</param>
    /// <param name="again">The same means, computed again.</param>
    /// <param name="parts">Reasons that add up to <paramref name="again"/>.</param>
    public static ExplainedPath Of(ShownSeries shown, ReadOnlySpan<float> again, IReadOnlyList<DriverContributions> parts)
    {
        int days = Math.Min(shown.Mean.Length, again.Length);
        bool changed = false;
        for (int h = 0; h < days; h++)
            changed |= !(Math.Abs(again[h] - shown.Mean[h]) <= Rounding * (1 + shown.Mean[h]));
        if (changed)
            return new ExplainedPath(shown, [.. parts.Take(days)], true);
        return new ExplainedPath(
            shown, [.. parts.Take(days).Select((p, h) => p with { Mean = shown.Mean[h], Base = p.Base + shown.Mean[h] - p.Mean })], false);
    }
}

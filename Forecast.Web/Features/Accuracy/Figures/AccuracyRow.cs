using Forecast.Domain.Accuracy;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>One row: what it is about, and its sums.</summary>
/// <param name="Key">What it sorts and stays by: a code, an ISO day, a number.</param>
/// <param name="Name">What people read.</param>
/// <param name="Sums">The sums.</param>
public sealed record AccuracyRow(string Key, string Name, ErrorSums Sums)
{
    /// <summary>Rows, the worst first; those of which the measure is undefined last.</summary>
    public static IReadOnlyList<AccuracyRow> Sorted(IEnumerable<AccuracyRow> rows, AccuracySort sort) =>
        [.. rows.OrderByDescending(r => r.Measure(sort) ?? double.NegativeInfinity).ThenBy(r => r.Key, StringComparer.Ordinal)];

    private double? Measure(AccuracySort sort) => sort switch
    {
        AccuracySort.Wape => Sums.Wape,
        AccuracySort.Bias => Sums.Bias is { } bias ? Math.Abs(bias) : null,
        AccuracySort.Coverage => Sums.Bands.Coverage is { } coverage ? Math.Abs(coverage - Promised) : null,
        _ => Sums.Scored == 0 ? null : Sums.AbsoluteError,
    };

    /// <summary>Share of days that the band promises to hold.</summary>
    public const double Promised = 0.8;
}

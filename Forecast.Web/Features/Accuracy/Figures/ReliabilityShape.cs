using System.Globalization;
using Forecast.Domain.Accuracy;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>
/// The picture of how reliable the bands are, in a square of <see cref="Side"/>: what a quantile promises to the right, what came of it
/// upward. On the diagonal promises are kept.
/// </summary>
internal sealed record ReliabilityShape
{
    public const int Side = 200;

    private ReliabilityShape(IReadOnlyList<(double Level, double Share)> points) => Points = points;

    /// <summary>Level and share of actuals at or below it.</summary>
    public IReadOnlyList<(double Level, double Share)> Points { get; }

    /// <summary>The line from corner to corner through the points.</summary>
    public string Line =>
        $"M0 {Side}" + string.Concat(Points.Select(p => $"L{X(p.Level)} {Y(p.Share)}")) + FormattableString.Invariant($"L{Side} 0");

    /// <summary>Null where no value has a band.</summary>
    public static ReliabilityShape? Of(BandSums bands) => bands.Values == 0
        ? null
        : new ReliabilityShape([.. bands.Reliability.Select(r => (r.Level, r.Share!.Value))]);

    /// <summary>Where promises are kept.</summary>
    public static string Diagonal { get; } = FormattableString.Invariant($"M0 {Side}L{Side} 0");

    public static string X(double level) => Number(level * Side);

    public static string Y(double share) => Number((1 - share) * Side);

    /// <summary>A place in the picture as CSS takes it.</summary>
    public static string Percent(double share) => Number(share * 100) + "%";

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

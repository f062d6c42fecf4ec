namespace Forecast.Web.Features.SingleSeries.Figures;

/// <summary>How well forecasts of so many days ahead met what was sold.</summary>
/// <param name="Ahead">Days ahead.</param>
/// <param name="Days">Days that both are known of.</param>
/// <param name="Wape">Σ|miss| ÷ Σ sold; null where nothing can be compared or nothing was sold.</param>
/// <param name="Bias">Σ(expected − sold) ÷ Σ sold; positive means too much was expected.</param>
public sealed record PastScore(int Ahead, int Days, double? Wape, double? Bias)
{
    /// <summary>One score for each of <see cref="PastDay.Aheads"/>.</summary>
    internal static IReadOnlyList<PastScore> Of(IReadOnlyList<PastDay> days) =>
        [.. PastDay.Aheads.Select((ahead, i) => Of(ahead, [.. days.Where(d => d.Sold is not null && d.Expected[i] is not null)
            .Select(d => (d.Expected[i]!.Value, d.Sold!.Value))]))];

    private static PastScore Of(int ahead, IReadOnlyList<(double Expected, double Sold)> known)
    {
        double sold = known.Sum(d => d.Sold);
        return sold <= 0
            ? new PastScore(ahead, known.Count, null, null)
            : new PastScore(
                ahead, known.Count, known.Sum(d => Math.Abs(d.Expected - d.Sold)) / sold, known.Sum(d => d.Expected - d.Sold) / sold);
    }
}

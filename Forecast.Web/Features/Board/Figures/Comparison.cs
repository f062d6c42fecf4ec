namespace Forecast.Web.Features.Board.Figures;

/// <summary>
/// A forecast beside what it is compared with, over those store-days only for which both are known: a store without history, or
/// with a late feed, moves neither side.
/// </summary>
/// <param name="Ahead">Units expected.</param>
/// <param name="Before">Units sold in the period compared with.</param>
/// <param name="StoreDays">Store-days compared.</param>
/// <param name="StoreDaysAhead">Store-days of the forecast.</param>
public sealed record Comparison(double Ahead, double Before, int StoreDays, int StoreDaysAhead)
{
    /// <summary>Units more (positive) or fewer; null when nothing can be compared.</summary>
    public double? Change => StoreDays == 0 ? null : Ahead - Before;

    /// <summary>Change relative to before; null when nothing was sold then.</summary>
    public double? Ratio => StoreDays == 0 || Before <= 0 ? null : (Ahead - Before) / Before;

    /// <summary>Units sold before; null when nothing is known.</summary>
    public double? Known => StoreDays == 0 ? null : Before;

    /// <summary>Whether part of the forecast has nothing to be compared with.</summary>
    public bool IsPartial => StoreDays > 0 && StoreDays < StoreDaysAhead;

    internal static Comparison Of(IEnumerable<(double Ahead, double Before)> storeDays)
    {
        double ahead = 0, before = 0;
        int compared = 0, all = 0;
        foreach (var (a, b) in storeDays)
        {
            if (double.IsNaN(a))
                continue;
            all++;
            if (double.IsNaN(b))
                continue;
            compared++;
            ahead += a;
            before += b;
        }

        return new Comparison(ahead, before, compared, all);
    }
}

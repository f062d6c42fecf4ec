using Forecast.Domain.Sales;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine.Review;

/// <summary>
/// Looks through the sales that a fit has learnt from and names the days that deserve a look: stock-outs with the demand they may have
/// hidden, and sales far from the expected that no promotion, price or holiday explains. It changes nothing.
/// </summary>
public static class SalesReview
{
    /// <summary>Days of stock-outs are estimated this far back: what parameters are searched on.</summary>
    public const int StockOutDays = 730;

    /// <summary>Outliers are looked for this far back; what is older hardly moves a forecast.</summary>
    public const int OutlierDays = 365;

    /// <summary>Outliers named per store at most, the weightiest first: more are not looked at.</summary>
    public const int OutliersPerStore = 5;

    /// <summary>Outliers below this impact, in units, hardly move a forecast any more.</summary>
    private const float LeastImpact = 0.5f;

    /// <summary>A day that this many series of a store share is the store's day, not the items'.</summary>
    private const int SharedBySeries = 4;

    /// <summary>Likewise as a share of the store's series.</summary>
    private const double SharedByShare = 0.15;

    /// <summary>Days after which a deviation weighs 1/e.</summary>
    private const double ImpactMemory = 56;

    /// <summary>The remarks on a panel, by series and day.</summary>
    /// <param name="fitted">What was learnt from the panel: its effects tell what is explained.</param>
    /// <param name="panel">The panel that the state was fitted on.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static IReadOnlyList<DayRemark> Of(FittedPanel fitted, Panel panel, int threads)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(panel);
        panel.Validate();
        int count = panel.Series.Count;
        var table = fitted.Effects.Table(panel);
        int[] pool = fitted.Effects.PoolOf(panel);
        var found = new List<DayRemark>[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new SeriesReview(panel, new EffectRows(panel, fitted.Effects, table, pool)),
            (s, _, review) =>
            {
                found[s] = review.Of(s);
                return review;
            }, static _ => { });
        var stockOuts = found.SelectMany(f => f).Where(r => r.Kind == SalesRemarkKind.StockOut);
        var outliers = found.SelectMany(f => f).Where(r => r.Kind == SalesRemarkKind.Outlier && r.Impact >= LeastImpact);
        return [.. stockOuts.Concat(MostImportant(panel, outliers)).OrderBy(r => r.Series).ThenBy(r => r.Day)];
    }

    /// <summary>What a deviation some days ago may still do to the forecast.</summary>
    internal static float Impact(double sold, double expected, int daysAgo) =>
        (float)(Math.Abs(sold - expected) * Math.Exp(-daysAgo / ImpactMemory));

    private static IEnumerable<DayRemark> MostImportant(Panel panel, IEnumerable<DayRemark> outliers)
    {
        var size = panel.Series.CountBy(s => s.Store).ToDictionary();
        return outliers.GroupBy(r => panel.Series[r.Series].Store)
            .SelectMany(store => store.GroupBy(r => (r.Day, More: r.Sold > r.Suggested))
                .SelectMany(day => Joined([.. day.OrderByDescending(r => r.Impact).ThenBy(r => r.Series)], size[store.Key]))
                .OrderByDescending(r => r.Impact).ThenBy(r => r.Series).ThenBy(r => r.Day)
                .Take(OutliersPerStore));
    }

    /// <summary>Many items off in the same way on one day are one thing to look at.</summary>
    private static DayRemark[] Joined(DayRemark[] day, int seriesOfStore) =>
        day.Length < Math.Max(SharedBySeries, SharedByShare * seriesOfStore)
            ? day
            : [day[0] with { Reason = $"{day[0].Reason} The same holds for {day.Length - 1} other items of this store on that day: was it "
                + "an event, a closed day or a faulty feed?" }];
}

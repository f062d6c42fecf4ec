using Forecast.Domain.Accuracy;
using Forecast.Domain.Data;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Accuracy.Reading;

/// <summary>
/// What is kept of backtests, from the outlooks on show: item by item by store and days ahead, over all origins; totals of stores, and of
/// the region, by day. A day ahead is tried a few times only, so all days of the backtests count, whatever the period.
/// </summary>
internal static class BacktestRows
{
    public static async Task<AccuracyReading> ReadAsync(ForeactDb db, AccuracyReading reading, CancellationToken cancellationToken)
    {
        int region = reading.Region.Id;
        var read =
            from current in db.CurrentForecasts
            where current.RegionId == region
            join outlook in db.StoreOutlooks on new { current.VersionId, current.StoreId }
                equals new { outlook.VersionId, outlook.StoreId }
            join store in db.Stores on current.StoreId equals store.Id
            select new StoreBacktest(
                store.Code, store.Name, outlook.BacktestOrigins, outlook.BacktestActual, outlook.BacktestPredicted,
                outlook.AbsoluteResidual, outlook.NaiveAbsoluteResidual, outlook.AbsoluteActual);
        var stores = await read.AsNoTracking().ToListAsync(cancellationToken);
        var values = stores.SelectMany(s => Values(s, reading.Selection.Level)).ToList();
        if (reading.Selection.Level == AccuracyLevel.Region)
            values = OfRegion(values);
        var days = stores.SelectMany(s => s.Origins).ToList();
        return reading with
        {
            Rows = [.. Rows(values, reading.Selection)],
            Period = days.Count == 0
                ? reading.Period
                : new AccuracyPeriod(null, days.Min().AddDays(1), days.Max().AddDays(PublishedForecast.Aheads[^1])),
        };
    }

    /// <summary>What the rows can be: item by item, no day is kept, and of categories, items and classes nothing is.</summary>
    public static bool Has(AccuracyLevel level, AccuracyBreakdown by) => (level, by) switch
    {
        (AccuracyLevel.Category, _) => false,
        (_, AccuracyBreakdown.Ahead) => true,
        (AccuracyLevel.Item, _) => by == AccuracyBreakdown.Store,
        (AccuracyLevel.Store, _) => by is AccuracyBreakdown.Store or AccuracyBreakdown.Weekday or AccuracyBreakdown.Day,
        _ => by is AccuracyBreakdown.Weekday or AccuracyBreakdown.Day,
    };

    private static IEnumerable<AccuracyRow> Rows(IEnumerable<Value> values, AccuracySelection selection)
    {
        if (!Has(selection.Level, selection.By))
            return [];
        return values.Where(v => selection.By == AccuracyBreakdown.Ahead || v.Ahead == selection.Ahead)
            .GroupBy(v => KeyOf(v, selection.By)).Select(g => new AccuracyRow(g.Key.Key, g.Key.Name, ErrorSums.Of(g.Select(v => v.Sums))));
    }

    private static (string Key, string Name) KeyOf(Value value, AccuracyBreakdown by) => by switch
    {
        AccuracyBreakdown.Store => (value.Code, value.Name),
        AccuracyBreakdown.Ahead => (FormattableString.Invariant($"{value.Ahead}"), AccuracyWords.Ahead(value.Ahead)),
        AccuracyBreakdown.Weekday => (FormattableString.Invariant($"{Iso(value.Day)}"), AccuracyWords.Weekday(Iso(value.Day))),
        _ => (AccuracyPeriod.Text(value.Day), Formats.DayWithYear(value.Day)),
    };

    private static int Iso(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;

    private static IEnumerable<Value> Values(StoreBacktest store, AccuracyLevel level)
    {
        int origins = store.Origins.Length, horizon = origins == 0 ? 0 : store.Actual.Length / origins;
        foreach (int ahead in PublishedForecast.Aheads.Where(a => a <= horizon))
        {
            var totals = Enumerable.Range(0, origins)
                .Select(o => (Origin: store.Origins[o], Sold: store.Actual[o * horizon + ahead - 1],
                    Expected: store.Predicted[o * horizon + ahead - 1]))
                .Where(t => float.IsFinite(t.Sold)).ToList();
            if (level == AccuracyLevel.Item)
            {
                double over = totals.Sum(t => (double)t.Expected - t.Sold);
                yield return new Value(store.Code, store.Name, ahead, default, OfItems(store, ahead, over));
                continue;
            }

            foreach (var (origin, sold, expected) in totals)
                yield return new Value(store.Code, store.Name, ahead, origin.AddDays(ahead), OfTotal(sold, expected));
        }
    }

    /// <summary>Sums over the items of a store; of their number, only that there are any is known.</summary>
    private static ErrorSums OfItems(StoreBacktest store, int ahead, double signedError) => new()
    {
        Scored = store.AbsoluteActual[ahead - 1] > 0 ? 1 : 0,
        Actual = store.AbsoluteActual[ahead - 1],
        AbsoluteError = store.AbsoluteResidual[ahead - 1],
        SignedError = signedError,
        NaiveAbsoluteError = store.NaiveAbsoluteResidual[ahead - 1],
    };

    private static ErrorSums OfTotal(double sold, double expected) => new()
    {
        Scored = 1,
        Actual = Math.Abs(sold),
        AbsoluteError = Math.Abs(sold - expected),
        SignedError = expected - sold,
    };

    /// <summary>Totals of the region: stores added up before errors are taken.</summary>
    private static List<Value> OfRegion(IEnumerable<Value> stores) =>
    [
        .. stores.GroupBy(v => (v.Ahead, v.Day)).Select(g =>
        {
            double sold = g.Sum(v => v.Sums.Actual);
            return new Value("", "", g.Key.Ahead, g.Key.Day, OfTotal(sold, sold + g.Sum(v => v.Sums.SignedError)));
        }),
    ];

    private sealed record StoreBacktest(
        string Code, string Name, DateOnly[] Origins, float[] Actual, float[] Predicted, float[] AbsoluteResidual,
        float[] NaiveAbsoluteResidual, float[] AbsoluteActual);

    private sealed record Value(string Code, string Name, int Ahead, DateOnly Day, ErrorSums Sums);
}

using Forecast.Domain.Calendar;
using Forecast.Domain.Forecasts;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>One day of the chart. Null is what is not known; nothing is ever drawn as zero that is not.</summary>
public sealed record DemandDay(DateOnly Day)
{
    /// <summary>Units sold, when every selected store's sales are loaded.</summary>
    public double? Sold { get; init; }

    /// <summary>Units sold by the stores whose sales are loaded, when some are missing.</summary>
    public double? SoldInPart { get; init; }

    /// <summary>Stores whose sales of this day are missing.</summary>
    public int StoresMissing { get; init; }

    /// <summary>Expected units.</summary>
    public double? Mean { get; init; }

    /// <summary>Lower end of the 80 % interval of the selection.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the 80 % interval of the selection.</summary>
    public double? Upper { get; init; }

    /// <summary>What the forecast shown before expected.</summary>
    public double? Previous { get; init; }

    /// <summary>The seasonal-naive baseline: the same weekday of the last known week.</summary>
    public double? Naive { get; init; }

    /// <summary>Name of the holiday, if it is one.</summary>
    public string? Holiday { get; init; }

    public bool IsWeekend => Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

/// <summary>Four weeks sold and the days ahead, summed over the selection.</summary>
public sealed record DemandPath(IReadOnlyList<DemandDay> Days, DateOnly Origin)
{
    private const int PastDays = 28;

    /// <summary>The chart of some stores.</summary>
    /// <param name="outlooks">The outlooks on show, one per store.</param>
    /// <param name="previous">Those shown before; drawn only where every store has one.</param>
    /// <param name="namedDays">Holidays of the days drawn.</param>
    /// <param name="backtest">Backtests of the same stores.</param>
    internal static DemandPath Of(
        IReadOnlyList<StoreOutlook> outlooks, IReadOnlyList<StoreOutlook> previous, IReadOnlyList<Holiday> namedDays, BacktestSums backtest)
    {
        var origin = outlooks.Max(o => o.Origin);
        int horizon = outlooks.Max(o => o.Mean.Length);
        var holidays = namedDays.ToLookup(h => h.Day, h => h.Name);
        var ahead = Enumerable.Range(1, horizon).Select(step => Sum(outlooks, o => o.MeanOn(origin.AddDays(step)))).ToArray();
        var (lower, upper) = Band(outlooks, ahead, backtest, origin);
        var days = new List<DemandDay>(PastDays + horizon);
        for (int i = 1 - PastDays; i <= horizon; i++)
        {
            var day = origin.AddDays(i);
            int missing = i <= 0 ? outlooks.Count(o => day > o.Origin || o.LacksSalesOn(day)) : 0;
            bool known = i > 0 && ahead[i - 1] is not null;
            days.Add(new DemandDay(day)
            {
                Sold = i <= 0 && missing == 0 ? Any(outlooks, o => o.SoldOn(day)) : null,
                SoldInPart = missing > 0 ? Any(outlooks, o => o.SoldOn(day)) : null,
                StoresMissing = missing,
                Mean = i > 0 ? ahead[i - 1] : null,
                Lower = known ? lower[i - 1] : null,
                Upper = known ? upper[i - 1] : null,
                Previous = previous.Count == outlooks.Count ? Sum(previous, o => o.MeanOn(day)) : null,
                Naive = i > 0 ? Sum(outlooks, o => o.Ahead(o.Naive, day)) : null,
                Holiday = holidays[day].FirstOrDefault(),
            });
        }

        return new DemandPath(days, origin);
    }

    /// <summary>One store carries its own interval; any selection is calibrated from its own backtests.</summary>
    private static (float[] Lower, float[] Upper) Band(
        IReadOnlyList<StoreOutlook> outlooks, double?[] ahead, BacktestSums backtest, DateOnly origin)
    {
        if (outlooks is [var only] && only.Origin == origin)
            return (only.P10, only.P90);
        var band = backtest.Daily([.. ahead.Select(v => (float)(v ?? 0))]);
        return (band.Lower, band.Upper);
    }

    /// <summary>The sum when every outlook knows the day, otherwise null.</summary>
    internal static double? Sum(IReadOnlyList<StoreOutlook> outlooks, Func<StoreOutlook, double> value)
    {
        double sum = 0;
        foreach (var outlook in outlooks)
            sum += value(outlook);
        return double.IsNaN(sum) || outlooks.Count == 0 ? null : sum;
    }

    /// <summary>The sum over the outlooks that know the day; null when none does.</summary>
    private static double? Any(IReadOnlyList<StoreOutlook> outlooks, Func<StoreOutlook, double> value)
    {
        double sum = 0;
        int known = 0;
        foreach (var outlook in outlooks)
        {
            double v = value(outlook);
            if (double.IsNaN(v))
                continue;
            sum += v;
            known++;
        }

        return known == 0 ? null : sum;
    }
}

using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>Values of an outlook by business day instead of by position. NaN is what the outlook does not hold.</summary>
internal static class OutlookDays
{
    /// <summary>A value of one of the horizon's arrays on a day.</summary>
    public static double Ahead(this StoreOutlook outlook, float[] path, DateOnly day)
    {
        int step = day.DayNumber - outlook.Origin.DayNumber - 1;
        return step >= 0 && step < path.Length ? path[step] : double.NaN;
    }

    public static double MeanOn(this StoreOutlook outlook, DateOnly day) => outlook.Ahead(outlook.Mean, day);

    /// <summary>Units sold on a day of the last five weeks; NaN when not loaded or out of reach.</summary>
    public static double SoldOn(this StoreOutlook outlook, DateOnly day)
    {
        int back = outlook.Origin.DayNumber - day.DayNumber;
        return back >= 0 && back < outlook.Sales.Length ? outlook.Sales[outlook.Sales.Length - 1 - back] : double.NaN;
    }

    /// <summary>
    /// Units sold on the same weekday of the last seven days before the forecast; NaN when that day is not loaded: an older one is of
    /// another week.
    /// </summary>
    public static double SoldOnLastSameWeekday(this StoreOutlook outlook, DateOnly day)
    {
        var before = day;
        while (before > outlook.Origin)
            before = before.AddDays(-BoardSelection.Week);
        return outlook.SoldOn(before);
    }

    /// <summary>
    /// Whether sales of a day should be there but are not: the store sold before, on this day of the week as on others, and the day is over
    /// for the model.
    /// </summary>
    public static bool LacksSalesOn(this StoreOutlook outlook, DateOnly day)
    {
        if (day > outlook.Origin || !double.IsNaN(outlook.SoldOn(day)))
            return false;
        int back = outlook.Origin.DayNumber - day.DayNumber;
        return back < outlook.Sales.Length && outlook.Sales.AsSpan(0, outlook.Sales.Length - 1 - back)
            .ContainsAnyInRange(0f, float.MaxValue) && outlook.SellsOnSuchDays(back);
    }

    /// <summary>Whether anything was sold on the same day of the week in the five weeks, or too few of them are known to tell.</summary>
    private static bool SellsOnSuchDays(this StoreOutlook outlook, int back)
    {
        int first = outlook.Sales.AsSpan().IndexOfAnyInRange(0f, float.MaxValue);
        if (outlook.Sales.Length - first < StoreSales.RhythmDays)
            return true;
        for (int i = (outlook.Sales.Length - 1 - back) % BoardSelection.Week; i < outlook.Sales.Length; i += BoardSelection.Week)
        {
            if (outlook.Sales[i] > 0)
                return true;
        }

        return false;
    }
}

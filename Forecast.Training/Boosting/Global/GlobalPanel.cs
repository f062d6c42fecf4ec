using Forecast.Training.Engine;

namespace Forecast.Training.Boosting.Global;

/// <summary>A panel with what the global model needs of it as a whole: calendar, holidays, pooled histories.</summary>
internal sealed class GlobalPanel
{
    private const int MostCodes = FeatureBins.MostValueBins;

    internal GlobalPanel(Panel panel, string[] holidayNames, int threads, CancellationToken ct)
    {
        Panel = panel;
        int width = panel.Days + panel.Horizon;
        (Weekday, DayOfMonth, DaysToMonthEnd, DayOfYear, Month) = (new byte[width], new byte[width], new byte[width], new short[width], new byte[width]);
        for (int t = 0; t < width; t++)
        {
            var day = panel.FirstDay.AddDays(t);
            (Weekday[t], DayOfMonth[t], DayOfYear[t], Month[t]) = ((byte)day.DayOfWeek, (byte)day.Day, (short)day.DayOfYear, (byte)day.Month);
            DaysToMonthEnd[t] = (byte)(DateTime.DaysInMonth(day.Year, day.Month) - day.Day);
        }

        Holidays = holidayNames.Length > 0 ? new HolidayAxis(panel, holidayNames) : null;
        Stores = GroupHistory.Of(panel, s => s.Store, threads, ct);
        Categories = GroupHistory.Of(panel, s => s.Category, threads, ct);
        Items = GroupHistory.Of(panel, s => s.Item, threads, ct);
    }

    internal Panel Panel { get; }

    internal byte[] Weekday { get; }

    internal byte[] DayOfMonth { get; }

    internal byte[] DaysToMonthEnd { get; }

    internal short[] DayOfYear { get; }

    internal byte[] Month { get; }

    internal HolidayAxis? Holidays { get; }

    internal GroupHistory? Stores { get; }

    internal GroupHistory? Categories { get; }

    internal GroupHistory? Items { get; }

    /// <summary>
    /// Columns that can say anything on this panel. What is known of the horizon decides whether the target day's promotion, price and
    /// opening may be learned from: a model that saw them in the past but will not see them ahead would be blind.
    /// </summary>
    internal int[] Columns()
    {
        bool Has(Needs needs) => needs switch
        {
            Needs.Nothing => true,
            Needs.Promotion => KnownAhead(Panel.Promotion),
            Needs.KnownPrice => KnownAhead(Panel.Price),
            Needs.Price => Panel.Price is not null,
            Needs.Open => KnownAhead(Panel.Open),
            Needs.Holidays => Holidays is not null,
            Needs.StoreGroup => Stores is not null,
            Needs.CategoryGroup => Categories is not null,
            Needs.ItemGroup => Items is not null,
            Needs.StoreCode => Codes(s => s.Store),
            Needs.CategoryCode => Codes(s => s.Category),
            _ => Codes(s => s.Item),
        };
        return [.. Enumerable.Range(0, GlobalFeatures.All.Length).Where(f => Has(GlobalFeatures.All[f].Needs))];
    }

    /// <summary>A code is a column of its own if there are several and each fits a bin; beyond that, the pooled histories speak for them.</summary>
    private bool Codes(Func<PanelSeries, int> key) => Panel.Series.Select(key).Distinct().Count() is > 1 and <= MostCodes;

    private bool KnownAhead(float[]? values)
    {
        if (values is null || Panel.Horizon == 0)
            return false;
        int width = Panel.Days + Panel.Horizon;
        for (int s = 0; s < Panel.Series.Count; s++)
        {
            if (values.AsSpan((s * width) + Panel.Days, Panel.Horizon).IndexOfAnyExcept(float.NaN) >= 0)
                return true;
        }

        return false;
    }
}

using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;

namespace Forecast.Domain.Sales;

/// <summary>
/// How far the sales of a region reach, judged by the clock and by each store's own rhythm, never by the newest row. Every page that says
/// whether sales are there asks here.
/// </summary>
public sealed record SalesFreshness
{
    /// <summary>Expected days missing, holidays apart, up to which sales are late; beyond, what rests on them is out of date.</summary>
    private const int LateDays = 1;

    /// <summary>Expected days missing from which a store may have ended, if the others of its region went on.</summary>
    private const int EndedDays = 21;

    private SalesFreshness(DateOnly due, IReadOnlyList<StoreFreshness> stores)
    {
        (Due, Stores, Newest) = (due, stores, stores.Max(s => s.LoadedUntil));
        var ended = stores.ToLookup(MayHaveEnded);
        Ended = [.. ended[true]];
        Behind = [.. ended[false].Where(s => s.IsBehind).OrderBy(s => s.LoadedUntil).ThenBy(s => s.Name, StringComparer.Ordinal)];
        IsOutOfDate = stores.Any(s => s.LoadedUntil is not null)
            && ended[false].All(s => s.IsBehind && (s.LoadedUntil is null || s.MissingDays - s.Holidays > LateDays));
    }

    /// <summary>The newest day whose sales could be there by now: yesterday, once the morning run has begun.</summary>
    public DateOnly Due { get; }

    /// <summary>The trading stores.</summary>
    public IReadOnlyList<StoreFreshness> Stores { get; }

    /// <summary>Newest day with sales of any store; null when none are loaded.</summary>
    public DateOnly? Newest { get; }

    /// <summary>Stores that may have ended: nothing for three weeks, while others of the region went on.</summary>
    public IReadOnlyList<StoreFreshness> Ended { get; }

    /// <summary>Stores whose sales end earlier than expected, the latest first to act on; without those that may have ended.</summary>
    public IReadOnlyList<StoreFreshness> Behind { get; }

    /// <summary>Whether no sales are missing.</summary>
    public bool IsComplete => Stores.Count > 0 && !Stores.Any(s => s.IsBehind);

    /// <summary>Whether all that still trades is behind by more than a day: a forecast from such sales is old.</summary>
    public bool IsOutOfDate { get; }

    /// <summary>
    /// The first day since which every store lacks sales, when all are behind; otherwise since which some store does. Null when nothing is
    /// missing or nothing is known.
    /// </summary>
    public DateOnly? MissingSince
    {
        get
        {
            var since = Behind.Select(s => s.MissingSince).OfType<DateOnly>().ToList();
            return since.Count == 0 ? null : IsOutOfDate ? since.Max() : since.Min();
        }
    }

    internal static SalesFreshness Of(RegionSales sales, DateTimeOffset now)
    {
        var due = DueDay(sales.Region, now);
        var trading = sales.Stores.Where(s => !(s.ClosedOn < due) && !(s.OpenedOn > due));
        var calendar = sales.Region.HolidayCalendar;
        var holidays = HolidayCalendar.Knows(calendar)
            ? HolidayCalendar.For(calendar, due.AddDays(1 - EndedDays), due).Select(h => h.Day).ToHashSet()
            : [];
        return new SalesFreshness(due, [.. trading.Select(s => StoreFreshness.Of(s, sales, due, holidays))]);
    }

    /// <summary>Yesterday's sales are expected when the morning run starts, not at midnight.</summary>
    public static DateOnly DueDay(Region region, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(region);
        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, region.Zone).DateTime);
        return clock >= region.MorningRunAt ? region.LastCompleteDay(now) : region.LastCompleteDay(now).AddDays(-1);
    }

    private bool MayHaveEnded(StoreFreshness store) => store.LoadedUntil < Newest && store.MissingDays >= EndedDays
        && store.LoadedUntil?.AddDays(EndedDays) <= Newest;
}

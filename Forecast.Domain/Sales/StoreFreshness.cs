using Forecast.Domain.Catalog;

namespace Forecast.Domain.Sales;

/// <summary>How far the sales of one store reach.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="LoadedUntil">Newest day with sales; null when none are loaded.</param>
/// <param name="MissingSince">First day expected that is not there; null when nothing is missing or nothing was ever loaded.</param>
/// <param name="MissingDays">Days expected that are not there, up to the day that is due.</param>
/// <param name="Holidays">Those of them that are holidays: many stores are closed then, though nothing says so.</param>
public sealed record StoreFreshness(
    int StoreId, string Code, string Name, DateOnly? LoadedUntil, DateOnly? MissingSince, int MissingDays, int Holidays)
{
    /// <summary>Whether sales that could be there are not.</summary>
    public bool IsBehind => LoadedUntil is null || MissingDays > 0;

    internal static StoreFreshness Of(Store store, RegionSales region, DateOnly due, IReadOnlySet<DateOnly> holidays)
    {
        if (!region.Loaded.TryGetValue(store.Id, out var sales))
            return new StoreFreshness(store.Id, store.Code, store.Name, null, null, 0, 0);
        DateOnly? since = null;
        int missing = 0, onHolidays = 0;
        for (var day = sales.LoadedUntil.AddDays(1); day <= due; day = day.AddDays(1))
        {
            if (!sales.Expects(day) || region.IsClosed(store.Id, day))
                continue;
            since ??= day;
            missing++;
            onHolidays += holidays.Contains(day) ? 1 : 0;
        }

        return new StoreFreshness(store.Id, store.Code, store.Name, sales.LoadedUntil, since, missing, onHolidays);
    }
}

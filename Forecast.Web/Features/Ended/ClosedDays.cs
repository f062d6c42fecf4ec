using Forecast.Domain.Data;
using Forecast.Domain.Sales;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Ended;

/// <summary>Notes days of a store as closed, and forgets that.</summary>
internal static class ClosedDays
{
    /// <summary>Notes those days of which nothing is known; returns them.</summary>
    public static async Task<DateOnly[]> NoteAsync(
        ForeactDb db, int storeId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var years = await YearsAsync(db, storeId, from.Year, to.Year, cancellationToken);
        var noted = new List<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (!years.TryGetValue(day.Year, out var year))
            {
                var unknown = new float[DateTime.IsLeapYear(day.Year) ? 366 : 365];
                year = new StoreYear { StoreId = storeId, Year = (short)day.Year, Open = unknown };
                Array.Fill(year.Open, float.NaN);
                years[day.Year] = db.StoreYears.Add(year).Entity;
            }

            if (float.IsNaN(year.Open[day.DayOfYear - 1]))
            {
                year.Open[day.DayOfYear - 1] = 0;
                noted.Add(day);
            }
        }

        Changed(db, years.Values);
        return [.. noted];
    }

    /// <summary>Of these days nothing is known any more.</summary>
    public static async Task ForgetAsync(ForeactDb db, int storeId, DateOnly[] days, CancellationToken cancellationToken)
    {
        var years = await YearsAsync(db, storeId, days[0].Year, days[^1].Year, cancellationToken);
        foreach (var day in days)
        {
            if (years.TryGetValue(day.Year, out var year) && year.Open[day.DayOfYear - 1] == 0)
                year.Open[day.DayOfYear - 1] = float.NaN;
        }

        Changed(db, years.Values);
    }

    private static Task<Dictionary<int, StoreYear>> YearsAsync(
        ForeactDb db, int storeId, int from, int to, CancellationToken cancellationToken) =>
        db.StoreYears.Where(y => y.StoreId == storeId && y.Year >= from && y.Year <= to)
            .ToDictionaryAsync(y => (int)y.Year, cancellationToken);

    /// <summary>Values within an array are not watched.</summary>
    private static void Changed(ForeactDb db, IEnumerable<StoreYear> years)
    {
        foreach (var entry in years.Select(db.Entry).Where(e => e.State == EntityState.Unchanged))
            entry.State = EntityState.Modified;
    }
}

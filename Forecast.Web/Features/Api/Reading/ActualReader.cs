using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>What was sold of one series over the days asked for; null where nothing is loaded.</summary>
internal sealed record SoldSeries(int StoreId, string Item, float?[] Units);

/// <summary>Reads what was sold, a page by two queries: its series, and their years.</summary>
internal static class ActualReader
{
    public static async Task<IReadOnlyList<SoldSeries>> ReadAsync(
        ForeactDb db, int[] storeIds, int[]? itemIds, SeriesPage page, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var ofPage = page.Of(db, storeIds, itemIds);
        var series = await
            (from one in ofPage
             join item in db.Items on one.ItemId equals item.Id
             orderby one.StoreId, one.ItemId
             select new { one.Id, one.StoreId, item.Code }).ToListAsync(cancellationToken);
        short[] years = [.. Enumerable.Range(from.Year, to.Year - from.Year + 1).Select(year => (short)year)];
        var history = await
            (from year in db.SeriesYears
             join one in ofPage on year.SeriesId equals one.Id
             where years.Contains(year.Year)
             select new { year.SeriesId, year.Year, year.Quantity }).ToListAsync(cancellationToken);
        var sold = history.ToDictionary(y => (y.SeriesId, (int)y.Year), y => y.Quantity);
        int length = to.DayNumber - from.DayNumber + 1;
        return
        [
            .. series.Select(s => new SoldSeries(
                s.StoreId, s.Code, [.. Enumerable.Range(0, length).Select(i => Units(s.Id, from.AddDays(i)))])),
        ];

        float? Units(int seriesId, DateOnly day) =>
            sold.TryGetValue((seriesId, day.Year), out var quantity) && quantity[day.DayOfYear - 1] is var units && !float.IsNaN(units)
                ? units
                : null;
    }
}

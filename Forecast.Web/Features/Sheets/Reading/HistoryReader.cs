using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>
/// Sales, promotions, prices and stock-outs of some series over some days, in one query: only those days leave the database, not the
/// years that hold them. Rights are checked before anybody asks here.
/// </summary>
internal static class HistoryReader
{
    /// <summary>By series; one that has nothing stored is missing from the answer.</summary>
    public static async Task<Dictionary<int, History>> ReadAsync(
        ForeactDb db, int[] seriesIds, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        int firstYear = from.Year, lastYear = to.Year, firstDay = from.DayOfYear, lastDay = to.DayOfYear;
        var rows = db.Database.SqlQuery<Slice>(
            $"""
            SELECT h.series_id AS "SeriesId", h.year AS "Year", h.quantity[h.low:h.high] AS "Quantity",
                   h.promotion[h.low:h.high] AS "Promotion", h.price[h.low:h.high] AS "Price", h.stocked_out[h.low:h.high] AS "StockedOut"
            FROM (SELECT *, CASE WHEN year = {firstYear} THEN {firstDay} ELSE 1 END AS low,
                            CASE WHEN year = {lastYear} THEN {lastDay} ELSE 366 END AS high
                  FROM series_year WHERE series_id = ANY({seriesIds}) AND year BETWEEN {firstYear} AND {lastYear}) h
            """);
        var found = new Dictionary<int, History>();
        await foreach (var slice in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!found.TryGetValue(slice.SeriesId, out var history))
                found[slice.SeriesId] = history = new History(from, to);
            history.Add(slice);
        }

        return found;
    }

    /// <summary>What the database sends of one series and year.</summary>
    internal sealed class Slice
    {
        public int SeriesId { get; set; }

        public short Year { get; set; }

        public float[] Quantity { get; set; } = [];

        public float[]? Promotion { get; set; }

        public float[]? Price { get; set; }

        public float[]? StockedOut { get; set; }
    }

    /// <summary>The days of one series.</summary>
    internal sealed class History(DateOnly from, DateOnly to)
    {
        private readonly float[] sold = Unknown(from, to);
        private float[]? promotion, price, stockedOut;

        public Track Sold => new(from, sold);

        public Track Promotion => Of(promotion);

        public Track Price => Of(price);

        public Track StockedOut => Of(stockedOut);

        public void Add(Slice slice)
        {
            int at = Math.Max(0, new DateOnly(slice.Year, 1, 1).DayNumber - from.DayNumber);
            slice.Quantity.CopyTo(sold, at);
            Take(ref promotion, slice.Promotion, at);
            Take(ref price, slice.Price, at);
            Take(ref stockedOut, slice.StockedOut, at);
        }

        private Track Of(float[]? values) => values is null ? Track.None : new Track(from, values);

        private void Take(ref float[]? all, float[]? some, int at)
        {
            if (some is null)
                return;
            all ??= Unknown(from, to);
            some.CopyTo(all, at);
        }

        private static float[] Unknown(DateOnly from, DateOnly to)
        {
            var values = new float[to.DayNumber - from.DayNumber + 1];
            Array.Fill(values, float.NaN);
            return values;
        }
    }
}

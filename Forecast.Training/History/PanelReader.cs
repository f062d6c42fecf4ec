using System.Globalization;
using Forecast.Domain.Calendar;
using Forecast.Training.Panels;
using Npgsql;

namespace Forecast.Training.History;

/// <summary>Reads the history of some series into the engine's arrays, one query per table.</summary>
public sealed class PanelReader(NpgsqlDataSource database)
{
    /// <summary>
    /// The history of the given series, in their order, from the day asked for, or the first one that holds a number, to the origin.
    /// </summary>
    /// <remarks>Promotions, prices, opening days and stock-outs are there only where some series of the panel has them.</remarks>
    public async Task<Panel> ReadAsync(IReadOnlyList<PanelSeries> series, PanelQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(query);
        await using var connection = await database.OpenConnectionAsync(ct);
        var firstYear = await FirstYearAsync(connection, series, query, ct);
        var first = query.From is { } from && from.Year >= firstYear ? from : new DateOnly(firstYear, 1, 1);
        var draft = new PanelDraft(series, first, query.Origin, query.Horizon);
        await ReadSeriesAsync(connection, draft, query.OnlySales, ct);
        await ReadOpeningAsync(connection, draft, ct);
        return draft.ToPanel((from, to) => HolidayCalendar.For(query.Region.HolidayCalendar, from, to), query.Trims);
    }

    private static async Task<int> FirstYearAsync(
        NpgsqlConnection connection, IReadOnlyList<PanelSeries> series, PanelQuery query, CancellationToken ct)
    {
        if (query is { From: { } from, Trims: false })
            return from.Year;
        await using var command = new NpgsqlCommand(
            "SELECT min(year) FROM series_year WHERE series_id = ANY($1) AND year BETWEEN $2 AND $3", connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. series.Select(s => s.SeriesId)] });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)(query.From?.Year ?? 0) });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)query.Origin.Year });
        return await command.ExecuteScalarAsync(ct) is short year ? year : query.Origin.Year;
    }

    private static async Task ReadSeriesAsync(
        NpgsqlConnection connection, PanelDraft draft, bool onlySales, CancellationToken ct)
    {
        string price = onlySales ? "NULL::real[]" : Wanted(draft, "price"),
            stockedOut = onlySales ? "NULL::int[]" : $"array_positions({Wanted(draft, "stocked_out")}, 1::real)";
        // COPY takes no parameters; these are all integers. Days of stock-outs are few: their places cost the database less than a number a
        // day.
        var sql = $"""
            COPY (SELECT series_id, year, {Wanted(draft, "quantity")}, {Wanted(draft, "promotion")}, {price}, {stockedOut}
                  FROM series_year
                  WHERE series_id = ANY('{Keys(draft.SeriesIds)}'::int[]) AND year BETWEEN {draft.FirstDay.Year}
                      AND {draft.LastDayAhead.Year})
            TO STDOUT (FORMAT BINARY)
            """;
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, ct);
        using var rows = new HistoryRows(stream);
        while (await rows.ReadAsync(ct))
        {
            int at = draft.IndexOf(rows.ReadInt32Field()), year = rows.ReadInt16Field();
            draft.AddQuantity(at, year, rows.ReadArrayField());
            draft.AddPromotion(at, year, rows.ReadArrayField());
            draft.AddPrice(at, year, rows.ReadArrayField());
            draft.AddStockedOut(at, year, rows.ReadArrayField());
        }
    }

    private static async Task ReadOpeningAsync(NpgsqlConnection connection, PanelDraft draft, CancellationToken ct)
    {
        var sql = $"""
            COPY (SELECT store_id, year, {Wanted(draft, "open")} FROM store_year
                  WHERE store_id = ANY('{Keys(draft.StoreIds)}'::int[]) AND year BETWEEN {draft.FirstDay.Year}
                      AND {draft.LastDayAhead.Year})
            TO STDOUT (FORMAT BINARY)
            """;
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, ct);
        using var rows = new HistoryRows(stream);
        while (await rows.ReadAsync(ct))
            draft.AddOpen(rows.ReadInt32Field(), rows.ReadInt16Field(), rows.ReadArrayField());
    }

    /// <summary>An array's days from the first one wanted: sending a number is what costs the database most.</summary>
    private static string Wanted(PanelDraft draft, string days) => draft.FirstDay.DayOfYear == 1
        ? days
        : string.Create(
            CultureInfo.InvariantCulture,
            $"CASE WHEN year = {draft.FirstDay.Year} THEN {days}[{draft.FirstDay.DayOfYear}:] ELSE {days} END");

    private static string Keys(IEnumerable<int> keys) =>
        $"{{{string.Join(',', keys.Select(k => k.ToString(CultureInfo.InvariantCulture)))}}}";
}

using System.Globalization;
using Forecast.Domain.Calendar;
using Forecast.Training.Panels;
using Npgsql;

namespace Forecast.Training.History;

/// <summary>Reads the history of some series into the engine's arrays, one query per table.</summary>
public sealed class PanelReader(NpgsqlDataSource database)
{
    /// <summary>The history of the given series, in their order, from the first day that holds a number (or the day asked for) to the origin.</summary>
    /// <remarks>Promotions, prices, opening days and stock-outs are there only where some series of the panel has them.</remarks>
    public async Task<Panel> ReadAsync(IReadOnlyList<PanelSeries> series, PanelQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(query);
        await using var connection = await database.OpenConnectionAsync(ct);
        var firstYear = await FirstYearAsync(connection, series, query, ct);
        var first = query.From is { } from && from.Year >= firstYear ? from : new DateOnly(firstYear, 1, 1);
        var draft = new PanelDraft(series, first, query.Origin, query.Horizon);
        await ReadSeriesAsync(connection, draft, ct);
        await ReadOpeningAsync(connection, draft, ct);
        return draft.ToPanel((from, to) => HolidayCalendar.For(query.Region.HolidayCalendar, from, to), trim: query.From is null);
    }

    private static async Task<int> FirstYearAsync(
        NpgsqlConnection connection, IReadOnlyList<PanelSeries> series, PanelQuery query, CancellationToken ct)
    {
        if (query.From is { } from)
            return from.Year;
        await using var command = new NpgsqlCommand("SELECT min(year) FROM series_year WHERE series_id = ANY($1) AND year <= $2", connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. series.Select(s => s.SeriesId)] });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)query.Origin.Year });
        return await command.ExecuteScalarAsync(ct) is short year ? year : query.Origin.Year;
    }

    private static async Task ReadSeriesAsync(NpgsqlConnection connection, PanelDraft draft, CancellationToken ct)
    {
        // COPY takes no parameters; these are all integers.
        var sql = $"""
            COPY (SELECT series_id, year, quantity, promotion, price, stocked_out FROM series_year
                  WHERE series_id = ANY('{Keys(draft.SeriesIds)}'::int[]) AND year BETWEEN {draft.FirstDay.Year} AND {draft.LastDayAhead.Year})
            TO STDOUT (FORMAT BINARY)
            """;
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, ct);
        using var rows = new HistoryRows(stream);
        while (await rows.ReadAsync(ct))
        {
            int at = draft.IndexOf(rows.ReadInt32Field()), year = rows.ReadInt16Field();
            draft.AddQuantity(at, year, rows.ReadRealsField());
            draft.AddPromotion(at, year, rows.ReadRealsField());
            draft.AddPrice(at, year, rows.ReadRealsField());
            draft.AddStockedOut(at, year, rows.ReadRealsField());
        }
    }

    private static async Task ReadOpeningAsync(NpgsqlConnection connection, PanelDraft draft, CancellationToken ct)
    {
        var sql = $"""
            COPY (SELECT store_id, year, open FROM store_year
                  WHERE store_id = ANY('{Keys(draft.StoreIds)}'::int[]) AND year BETWEEN {draft.FirstDay.Year} AND {draft.LastDayAhead.Year})
            TO STDOUT (FORMAT BINARY)
            """;
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, ct);
        using var rows = new HistoryRows(stream);
        while (await rows.ReadAsync(ct))
            draft.AddOpen(rows.ReadInt32Field(), rows.ReadInt16Field(), rows.ReadRealsField());
    }

    private static string Keys(IEnumerable<int> keys) =>
        $"{{{string.Join(',', keys.Select(k => k.ToString(CultureInfo.InvariantCulture)))}}}";
}

using Forecast.Domain.Accuracy;
using Forecast.Domain.Data;
using Forecast.Web.Features.Accuracy.Figures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Web.Features.Accuracy.Reading;

/// <summary>Reads how the totals of stores and categories leaned over the four weeks up to the end of the period.</summary>
internal static class BiasRows
{
    private const string Statement = """
        SELECT s.grain, coalesce(n.code, s.category), coalesce(n.name, s.category), s.days, s.high, s.actual, s.signed_error,
            s.absolute_error, s.squared_error
        FROM (
            SELECT grain, store_id, category, count(*) FILTER (WHERE scored > 0)::int AS days,
                count(*) FILTER (WHERE signed_error > 0)::int AS high, sum(actual) AS actual, sum(signed_error) AS signed_error,
                sum(absolute_error) AS absolute_error, sum(squared_error) AS squared_error
            FROM accuracy_score
            WHERE region_id = $1 AND level IN ('Store', 'Category') AND grain = level AND ahead = 1 AND day BETWEEN $2 AND $3
            GROUP BY grain, store_id, category
        ) s LEFT JOIN store n ON n.id = s.store_id
        """;

    public static async Task<IReadOnlyList<BiasLine>> ReadAsync(ForeactDb db, AccuracyReading reading, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statement, (NpgsqlConnection)db.Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = reading.Region.Id },
                new() { Value = reading.Period.To.AddDays(1 - Lean.Window) },
                new() { Value = reading.Period.To },
            },
        };
        var lines = new List<BiasLine>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            lines.Add(new BiasLine(
                Enum.Parse<AccuracyGrain>(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4),
                row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8)));
        return [.. lines.OrderByDescending(l => l.IsLasting).ThenByDescending(l => Math.Abs(l.SignedError))];
    }
}

using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Npgsql;

namespace Forecast.Training.Recovery;

/// <summary>Which tables there are to keep, as the database itself says, so that a new one is never forgotten.</summary>
internal static class TableList
{
    /// <summary>What says who works at the moment, and what the migration writes by itself.</summary>
    private const string Tables = $$"""
        SELECT format('%I.%I', n.nspname, c.relname) AS name, (
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            c.oid::bigint AS id
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN (current_schema(), '{{JobTables.Schema}}') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname NOT IN ('__EFMigrationsHistory', '__EFMigrationsLock')
          AND NOT (n.nspname = '{{JobTables.Schema}}' AND c.relname IN ('schema', 'server', 'lock'))
        ORDER BY 1
        """;

    private const string References =
        "SELECT conrelid::bigint, confrelid::bigint FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid AND conparentid = 0";

    /// <summary>Names and columns, in an order in which no row refers to one of a later table.</summary>
    public static async Task<IReadOnlyList<(string Name, string Columns)>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var left = await connection.Command(Tables).ListAsync(r => (Name: r.GetString(0), Columns: r.GetString(1), Id: r.GetInt64(2)), ct);
        var refersTo = (await connection.Command(References).ListAsync(r => (From: r.GetInt64(0), To: r.GetInt64(1)), ct))
            .ToLookup(r => r.From, r => r.To);
        var ordered = new List<(string, string)>();
        while (left.Count > 0)
        {
            var waiting = left.Select(t => t.Id).ToHashSet();
            var ready = left.Where(t => !refersTo[t.Id].Any(waiting.Contains)).ToList();
            if (ready.Count == 0)
            {
                throw new RecoveryException(
                    $"These tables refer to each other in a circle: {string.Join(", ", left.Select(t => t.Name))}.");
            }

            ordered.AddRange(ready.Select(t => (t.Name, t.Columns)));
            left.RemoveAll(ready.Contains);
        }

        return ordered;
    }
}

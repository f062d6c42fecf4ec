using Forecast.Training.Recovery;
using Npgsql;

namespace Forecast.Tests.Training.Recovery;

/// <summary>What a database holds, table by table, in a form that two of them can be compared by.</summary>
internal static class DatabaseDigest
{
    /// <summary>Rows and their digest, by table, whatever order they lie in.</summary>
    public static async Task<SortedDictionary<string, string>> OfAsync(string owner)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, columns) in await TableList.ReadAsync(connection, TestContext.Current.CancellationToken))
        {
            await using var command = new NpgsqlCommand(
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') "
                    + $"FROM (SELECT {columns} FROM {name}) t",
                connection);
            digests[name] = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }

        return digests;
    }
}

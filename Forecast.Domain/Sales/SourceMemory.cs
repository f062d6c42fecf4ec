using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Loads;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>Remembers what was said about the files of a source when one was loaded, and offers it when the next one comes.</summary>
internal sealed class SourceMemory(NpgsqlConnection connection)
{
    private const char Between = '\u001F';

    /// <summary>Notes what was said about a file that was loaded; where nothing was, what was noted before is forgotten.</summary>
    public async Task RememberAsync(
        IEnumerable<string> header, ImportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var said = SourceChoices.Of(request);
        await using var command = new NpgsqlCommand(
            said.Said.Count == 0
                ? "DELETE FROM known_source WHERE region_code = $1 AND header_digest = $2"
                : """
                  INSERT INTO known_source (region_code, header_digest, choices, file_name, loaded_at) VALUES ($1, $2, $3, $4, $5)
                  ON CONFLICT (region_code, header_digest) DO UPDATE
                  SET choices = excluded.choices, file_name = excluded.file_name, loaded_at = excluded.loaded_at
                  """,
            connection)
        {
            Parameters = { new() { Value = request.RegionCode ?? "" }, new() { Value = Digest(header) } },
        };
        if (said.Said.Count > 0)
        {
            command.Parameters.Add(new() { Value = said.ToJson() });
            command.Parameters.Add(new() { Value = FileNames.Shown(request.FileName) });
            command.Parameters.Add(new() { Value = now });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What was said about the last file with one of these lines as its header; null when nothing is known.</summary>
    public async Task<KnownSource?> RecallAsync(
        IEnumerable<IReadOnlyList<string>> firstLines, string? regionCode, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT region_code, header_digest, choices, file_name, loaded_at FROM known_source WHERE region_code = $1 "
                + "AND header_digest = ANY ($2) ORDER BY loaded_at DESC LIMIT 1", connection)
        {
            Parameters = { new() { Value = regionCode ?? "" }, new() { Value = firstLines.Select(Digest).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new KnownSource
        {
            RegionCode = reader.GetString(0),
            HeaderDigest = reader.GetString(1),
            Choices = reader.GetString(2),
            FileName = reader.GetString(3),
            LoadedAt = reader.GetFieldValue<DateTimeOffset>(4),
        };
    }

    private static string Digest(IEnumerable<string> header) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Between, header))));
}

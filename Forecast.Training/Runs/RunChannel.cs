using System.Globalization;
using Npgsql;

namespace Forecast.Training.Runs;

/// <summary>The PostgreSQL channel on which replicas tell each other what happens.</summary>
internal static class RunChannel
{
    /// <summary>A run has moved; the payload is "run region".</summary>
    public const string Progress = "foreact_runs";

    /// <summary>Says, at the commit of the current transaction, that a run has moved.</summary>
    public static Task TellAsync(NpgsqlConnection connection, long runId, int regionId, CancellationToken ct) =>
        connection.Command("SELECT pg_notify($1, $2)", Progress, Payload(runId, regionId)).ExecuteAsync(ct);

    /// <summary>Reads a payload; null if it is none of ours.</summary>
    public static (long RunId, int RegionId)? Parse(string payload)
    {
        var parts = payload.Split(' ');
        return parts.Length == 2
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out long run)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int region)
            ? (run, region)
            : null;
    }

    private static string Payload(long runId, int regionId) => string.Create(CultureInfo.InvariantCulture, $"{runId} {regionId}");
}

using System.Diagnostics.Metrics;
using Forecast.Domain.Loads;
using Forecast.Domain.Telemetry;

namespace Forecast.Domain.Imports;

/// <summary>Rows of files taken in, by what became of them.</summary>
internal static class ImportFigures
{
    private static readonly Counter<long> Rows = ProductTelemetry.Figures.CreateCounter<long>(
        "foreact.import.rows", "{row}", "Rows of files: taken, rejected, or refused with their file.");

    /// <summary>Counts the rows of a load that has ended.</summary>
    public static void Count(Load load)
    {
        if (load.Status != LoadStatus.Succeeded)
        {
            Rows.Add(load.RowsRead, new KeyValuePair<string, object?>("outcome", "refused"));
            return;
        }

        Rows.Add(load.RowsRead - load.RowsRejected, new KeyValuePair<string, object?>("outcome", "taken"));
        Rows.Add(load.RowsRejected, new KeyValuePair<string, object?>("outcome", "rejected"));
    }
}

namespace Forecast.Domain.Loads;

/// <summary>A row kept in quarantine, with the reason.</summary>
public sealed class RejectedRow
{
    /// <summary>Rows that are kept of one load; the others are only counted.</summary>
    public const int MostKept = 10_000;

    /// <summary>The load it came with.</summary>
    public long LoadId { get; set; }

    /// <summary>Line in the file; the header is line 1.</summary>
    public long Line { get; set; }

    /// <summary>Column at fault; empty when the whole row is.</summary>
    public string ColumnName { get; set; } = "";

    /// <summary>What is wrong and how to mend it.</summary>
    public required string Reason { get; set; }

    /// <summary>The row as it stood, cut after 1,000 characters.</summary>
    public required string Text { get; set; }
}

namespace Forecast.Domain.Loads;

/// <summary>How many rows of a load were rejected for a reason; all of them are counted, whether or not they are kept.</summary>
public sealed class RejectedReason
{
    /// <summary>The load.</summary>
    public long LoadId { get; set; }

    /// <summary>Column at fault; empty when the whole row is.</summary>
    public string ColumnName { get; set; } = "";

    /// <summary>What is wrong and how to mend it.</summary>
    public required string Reason { get; set; }

    /// <summary>Rows rejected for it.</summary>
    public long Rows { get; set; }
}

namespace Forecast.Domain.Worklists;

/// <summary>Which forecast a region's worklist was made from, and what went wrong since, if anything did.</summary>
public sealed class RegionWorklist
{
    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The run whose forecast it was made from; null before the first.</summary>
    public long? RunId { get; set; }

    /// <summary>Last day of sales that it has seen; null before the first.</summary>
    public DateOnly? Origin { get; set; }

    /// <summary>When it was made; null before the first.</summary>
    public DateTimeOffset? MadeAt { get; set; }

    /// <summary>A later run whose worklist could not be made; null where none is.</summary>
    public long? FailedRunId { get; set; }

    /// <summary>When that was tried.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>What was reported, word for word, for admins.</summary>
    public string Failure { get; set; } = "";
}

namespace Forecast.Domain.Worklists;

/// <summary>
/// One line of a region's worklist. Region, kind, subject and cause are what it is known by over the runs: while a run finds it again, the
/// line stays the same one, with what was settled of it. What it said on the first day is kept for the verdict.
/// </summary>
public sealed class WorklistEntry
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>What is the matter.</summary>
    public WorklistKind Kind { get; set; }

    /// <summary>What it is about.</summary>
    public WorklistLevel Level { get; set; }

    /// <summary>What it is about, as a key that stays: "store 7", "item 3", "series 12", "region".</summary>
    public required string Subject { get; set; }

    /// <summary>Why, as a key that stays: "promotion 2026-12-01", "level".</summary>
    public required string Cause { get; set; }

    /// <summary>The store; null where it is about several.</summary>
    public int? StoreId { get; set; }

    /// <summary>The item; null where it is about several.</summary>
    public int? ItemId { get; set; }

    /// <summary>The series of a group that neither store nor item tells; null where they do.</summary>
    public int[]? SeriesIds { get; set; }

    /// <summary>What it is about, in names.</summary>
    public required string Title { get; set; }

    /// <summary>Why it is here, in a sentence with numbers.</summary>
    public required string Reason { get; set; }

    /// <summary>How many times its threshold it is; at least 1.</summary>
    public double Strength { get; set; }

    /// <summary>In words' grades.</summary>
    public WorklistSeverity Severity { get; set; }

    /// <summary>Units it is about, with their sign.</summary>
    public double Units { get; set; }

    /// <summary>The same in pallets, over items whose pallet size is known; null where none is.</summary>
    public double? Pallets { get; set; }

    /// <summary>Severity × size: the order of the list.</summary>
    public double Rank { get; set; }

    /// <summary>Series that it stands for.</summary>
    public int Members { get; set; }

    /// <summary>The run that found it first.</summary>
    public long FirstRunId { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>The last run that found it.</summary>
    public long LastRunId { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When a run no longer found it; null while it is there.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>What people have done about it.</summary>
    public WorklistStatus Status { get; set; }

    /// <summary>The region's business day on which it comes back; null unless snoozed.</summary>
    public DateOnly? SnoozedUntil { get; set; }

    /// <summary>Who is to look at it; null where nobody was named.</summary>
    public int? AssignedTo { get; set; }

    /// <summary>Their name then; empty where nobody was named.</summary>
    public string AssignedName { get; set; } = "";

    /// <summary>When somebody last did something about it; null before.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>Who that was; empty before.</summary>
    public string SettledBy { get; set; } = "";

    /// <summary>Units then: what has grown far beyond is a new matter.</summary>
    public double? SettledUnits { get; set; }

    /// <summary>Why it is open again though it was settled; empty otherwise.</summary>
    public string BackBecause { get; set; } = "";

    /// <summary>First day of what it said when it was first found.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>Last day of it.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>Units forecast for these days then.</summary>
    public double Forecast { get; set; }

    /// <summary>Units it was compared with: those of recent weeks, or of the forecast before.</summary>
    public double Reference { get; set; }

    /// <summary>Units by which such weeks scatter.</summary>
    public double Noise { get; set; }

    /// <summary>Whether it was right; null until these days are over.</summary>
    public WorklistVerdict? Verdict { get; set; }

    /// <summary>Units sold on these days; null until they are over, or where nobody can tell.</summary>
    public double? Sold { get; set; }
}

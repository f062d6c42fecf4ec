namespace Forecast.Domain.Loads;

/// <summary>One file taken in: what it was, what became of its rows. Never changed after it ended.</summary>
public sealed class Load
{
    /// <summary>Database key; later loads have higher keys.</summary>
    public long Id { get; set; }

    /// <summary>What the file holds.</summary>
    public LoadKind Kind { get; set; }

    /// <summary>Name of the file as given.</summary>
    public required string FileName { get; set; }

    /// <summary>SHA-256 of the bytes read, in hexadecimal; empty until the load ended.</summary>
    public string Digest { get; set; } = "";

    /// <summary>What a day without a row means.</summary>
    public MissingDays MissingDays { get; set; }

    /// <summary>What happens to rows that name an unknown store or item.</summary>
    public UnknownKeys UnknownKeys { get; set; }

    /// <summary>The region that it is about alone; null for files, which may hold any.</summary>
    public int? RegionId { get; set; }

    /// <summary>Who loaded it.</summary>
    public required string RequestedBy { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Where it stands.</summary>
    public LoadStatus Status { get; set; }

    /// <summary>Bytes in the file as given; null when unknown.</summary>
    public long? BytesTotal { get; set; }

    /// <summary>Bytes of the file read so far.</summary>
    public long BytesRead { get; set; }

    /// <summary>Rows read, header apart.</summary>
    public long RowsRead { get; set; }

    /// <summary>Rows taken, whether or not they changed anything; without those that were left out.</summary>
    public long RowsAccepted { get; set; }

    /// <summary>Rows left out because they repeat another row of the same file.</summary>
    public long RowsDuplicate { get; set; }

    /// <summary>Rows kept in quarantine.</summary>
    public long RowsRejected { get; set; }

    /// <summary>Values that differ from what was stored before.</summary>
    public long ValuesChanged { get; set; }

    /// <summary>First day with a row; null if none.</summary>
    public DateOnly? FirstDay { get; set; }

    /// <summary>Last day with a row; null if none.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>Why it failed, or a remark; empty when there is nothing to say.</summary>
    public string Message { get; set; } = "";
}

using Forecast.Domain.Reading;

namespace Forecast.Domain.Loads;

/// <summary>How a file is to be taken in.</summary>
public sealed record ImportRequest
{
    /// <summary>Name of the file as given, for the records.</summary>
    public required string FileName { get; init; }

    /// <summary>Who asks.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>What the file holds.</summary>
    public LoadKind Kind { get; init; } = LoadKind.Sales;

    /// <summary>What a day without a row means.</summary>
    public MissingDays MissingDays { get; init; } = MissingDays.NotLoaded;

    /// <summary>What happens to rows that name an unknown store, item or region.</summary>
    public UnknownKeys UnknownKeys { get; init; } = UnknownKeys.Reject;

    /// <summary>Region of stores that are created; may be null where there is no choice.</summary>
    public string? RegionCode { get; init; }

    /// <summary>IANA time zone of regions that are created; null for UTC, which the load then remarks on.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Holiday calendar of regions that are created; empty for none.</summary>
    public string HolidayCalendar { get; init; } = "";

    /// <summary>How the file is read.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>Bytes in the file; null when unknown.</summary>
    public long? BytesTotal { get; init; }
}

/// <summary>How far a load has come.</summary>
/// <param name="LoadId">The load.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="BytesRead">Bytes of the file read.</param>
/// <param name="BytesTotal">Bytes in the file; null when unknown.</param>
/// <param name="RowsRead">Rows read.</param>
/// <param name="RowsRejected">Rows rejected so far.</param>
public sealed record ImportProgress(long LoadId, LoadStatus Status, long BytesRead, long? BytesTotal, long RowsRead, long RowsRejected);

using System.ComponentModel;
using Forecast.Domain.Loads;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>A file that was loaded, or was to be.</summary>
public sealed record ImportAnswer
{
    [Description("Key of the load.")]
    public required long Id { get; init; }

    [Description("What the file holds.")]
    public required LoadKind Kind { get; init; }

    [Description("Where it stands. What failed left nothing.")]
    public required LoadStatus Status { get; init; }

    [Description("Name of the file.")]
    public required string FileName { get; init; }

    [Description("Who loaded it.")]
    public required string RequestedBy { get; init; }

    [Description("When it began.")]
    public required DateTimeOffset StartedAt { get; init; }

    [Description("When it ended; null before.")]
    public required DateTimeOffset? FinishedAt { get; init; }

    [Description("Rows read, header apart.")]
    public required long RowsRead { get; init; }

    [Description("Rows taken.")]
    public required long RowsAccepted { get; init; }

    [Description("Rows left out, as they repeat another one.")]
    public required long RowsDuplicate { get; init; }

    [Description("Rows that could not be taken; they are kept with their reasons at .../rejected.")]
    public required long RowsRejected { get; init; }

    [Description("Values that differ from what was stored before: 0 when a file is loaded again.")]
    public required long ValuesChanged { get; init; }

    [Description("First day with a row; null if there is none.")]
    public required DateOnly? FirstDay { get; init; }

    [Description("Last day with a row; null if there is none.")]
    public required DateOnly? LastDay { get; init; }

    [Description("Why it failed, or a remark; empty when there is nothing to say.")]
    public required string Message { get; init; }

    internal static ImportAnswer Of(Load load) => new()
    {
        Id = load.Id,
        Kind = load.Kind,
        Status = load.Status,
        FileName = load.FileName,
        RequestedBy = load.RequestedBy,
        StartedAt = load.StartedAt,
        FinishedAt = load.FinishedAt,
        RowsRead = load.RowsRead,
        RowsAccepted = load.RowsAccepted,
        RowsDuplicate = load.RowsDuplicate,
        RowsRejected = load.RowsRejected,
        ValuesChanged = load.ValuesChanged,
        FirstDay = load.FirstDay,
        LastDay = load.LastDay,
        Message = load.Message,
    };
}

/// <summary>A row that could not be taken.</summary>
public sealed record RejectedAnswer
{
    [Description("Line in the file; the header is line 1.")]
    public required long Line { get; init; }

    [Description("Column at fault; empty when the whole row is.")]
    public required string Column { get; init; }

    [Description("What is wrong and how to mend it.")]
    public required string Reason { get; init; }

    [Description("The row as it stood, cut after 1,000 characters.")]
    public required string Row { get; init; }
}

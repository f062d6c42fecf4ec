using Forecast.Domain.Reading;

namespace Forecast.Domain.Sales;

/// <summary>How a sales file is understood, and what would become of its rows; nothing of it is stored.</summary>
public sealed record SalesPreview
{
    /// <summary>Columns of the file, and what each is taken for; null where it means nothing here.</summary>
    public required IReadOnlyList<PreviewColumn> Columns { get; init; }

    /// <summary>What separates the columns.</summary>
    public required string Separator { get; init; }

    /// <summary>How the text is encoded, in words.</summary>
    public required string Encoding { get; init; }

    /// <summary>How dates are read, in words.</summary>
    public required string Dates { get; init; }

    /// <summary>How numbers are read, in words.</summary>
    public required string Numbers { get; init; }

    /// <summary>Why dates, numbers and text are read so, and what else deserves a look.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The first rows that would be taken.</summary>
    public required IReadOnlyList<PreviewRow> FirstRows { get; init; }

    /// <summary>First day with a row; null if there is none.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Last day with a row; null if there is none.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Stores, items and series that good rows name.</summary>
    public required PreviewCount Stores { get; init; }

    /// <summary>Items that good rows name.</summary>
    public required PreviewCount Items { get; init; }

    /// <summary>Pairs of them.</summary>
    public int Series { get; init; }

    /// <summary>Units of the last weeks of the file, each from its Monday.</summary>
    public required IReadOnlyList<PreviewWeek> Weeks { get; init; }

    /// <summary>Whether the file has more rows than were looked at.</summary>
    public bool IsOfFirstRows { get; init; }

    /// <summary>Rows read, header apart.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows that would be taken.</summary>
    public long RowsTaken { get; init; }

    /// <summary>Rows that would be left out, as they repeat another one.</summary>
    public long RowsRepeated { get; init; }

    /// <summary>Rows that would be added to another one of their day.</summary>
    public long RowsAdded { get; init; }

    /// <summary>Rows that would be subtracted, as they are returns.</summary>
    public long RowsReturned { get; init; }

    /// <summary>Rows that would be rejected.</summary>
    public long RowsRejected { get; init; }

    /// <summary>Why rows would be rejected, the most frequent reason first.</summary>
    public required IReadOnlyList<PreviewReason> Reasons { get; init; }
}

/// <summary>A row as it is understood.</summary>
/// <param name="Line">Line in the file.</param>
/// <param name="Day">Its day.</param>
/// <param name="Store">Code of its store.</param>
/// <param name="Item">Code of its item.</param>
/// <param name="Quantity">Units; null where the row does not say.</param>
/// <param name="Price">Price per unit; null where the row does not say.</param>
/// <param name="Promotion">Whether it was promoted; null where the row does not say.</param>
public sealed record PreviewRow(long Line, DateOnly Day, string Store, string Item, float? Quantity, float? Price, bool? Promotion);

/// <summary>A number of stores or items.</summary>
/// <param name="All">All of them.</param>
/// <param name="New">Those that the catalog does not know.</param>
public sealed record PreviewCount(int All, int New);

/// <summary>A week of sales.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Units">Units sold in all stores.</param>
public sealed record PreviewWeek(DateOnly Monday, double Units);

/// <summary>Why rows are rejected.</summary>
/// <param name="Column">Column at fault; empty when the whole row is.</param>
/// <param name="Reason">What is wrong and how to mend it.</param>
/// <param name="Rows">How many rows.</param>
public sealed record PreviewReason(string Column, string Reason, long Rows);

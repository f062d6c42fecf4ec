namespace Forecast.Domain.Catalog;

/// <summary>What a planner said of a store whose sales ended, with what it takes to undo it.</summary>
public sealed class StoreEnding
{
    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>What became of it.</summary>
    public StoreEndingKind Kind { get; set; }

    /// <summary>Its last day with sales.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>First day on which it sells again; null unless it comes back.</summary>
    public DateOnly? BackOn { get; set; }

    /// <summary>The days that were noted as closed for that; those known before are not among them.</summary>
    public DateOnly[] ClosedDays { get; set; } = [];

    /// <summary>The store that took over; null unless it continues.</summary>
    public int? SuccessorId { get; set; }

    /// <summary>First day of the successor's own sales: what lies before was taken over.</summary>
    public DateOnly? JoinedBefore { get; set; }

    /// <summary>Who said it.</summary>
    public required string SaidBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset SaidAt { get; set; }
}

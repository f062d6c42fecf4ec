namespace Forecast.Domain.Catalog;

/// <summary>A place that sells items.</summary>
public sealed class Store
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Short unique code, as in sales files.</summary>
    public required string Code { get; set; }

    /// <summary>Name as planners say it.</summary>
    public required string Name { get; set; }

    /// <summary>The region it belongs to.</summary>
    public int RegionId { get; set; }

    /// <summary>Format of the store, such as "Hypermarket"; planners filter by it.</summary>
    public string Type { get; set; } = "";

    /// <summary>First trading day; null when unknown.</summary>
    public DateOnly? OpenedOn { get; set; }

    /// <summary>Last trading day; null while it trades.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>The route that supplies it; null when unknown.</summary>
    public int? RouteId { get; set; }
}

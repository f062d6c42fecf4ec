namespace Forecast.Domain.Access;

/// <summary>Something a person did that must not be forgotten; only ever added.</summary>
public sealed class AuditEntry
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who.</summary>
    public required string By { get; set; }

    /// <summary>What, as a verb: "retrain", "cancel run".</summary>
    public required string Action { get; set; }

    /// <summary>On what: "region NORTH", "run 17".</summary>
    public required string Subject { get; set; }

    /// <summary>More, if there is more to say.</summary>
    public string Detail { get; set; } = "";
}

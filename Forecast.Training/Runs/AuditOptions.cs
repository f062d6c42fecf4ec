using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Runs;

/// <summary>How long what people did is kept.</summary>
public sealed class AuditOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Audit";

    /// <summary>Days that are never forgotten: the database refuses to.</summary>
    private const int Fewest = 30;

    /// <summary>Days for which entries of the audit are kept; 0 keeps them for ever.</summary>
    [Range(0, 36500)] public int KeepDays { get; set; } = 730;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeepDays is > 0 and < Fewest)
            yield return new($"is {KeepDays}; write 0 to keep entries for ever, or {Fewest} days at least", [nameof(KeepDays)]);
    }
}

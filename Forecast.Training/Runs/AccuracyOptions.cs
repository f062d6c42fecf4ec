using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Runs;

/// <summary>How long what was published and its scores are kept, and how soon days are scored.</summary>
public sealed class AccuracyOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Accuracy";

    /// <summary>
    /// Days for which what was published is kept: sales of a day that are corrected later do not change its scores any more.
    /// </summary>
    [Range(8, 3660)] public int KeepPublishedDays { get; set; } = 120;

    /// <summary>Days for which scores are kept; 0 keeps them for ever.</summary>
    [Range(0, 36500)] public int KeepScoreDays { get; set; } = 1100;

    /// <summary>Seconds between two looks for days whose sales have come or changed.</summary>
    [Range(0.1, 3600)] public double ScoreSeconds { get; set; } = 30;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeepScoreDays > 0 && KeepScoreDays <= KeepPublishedDays)
            yield return new(
                $"is {KeepScoreDays}; write more than the {KeepPublishedDays} of KeepPublishedDays, or 0 to keep scores for ever",
                [nameof(KeepScoreDays)]);
    }
}

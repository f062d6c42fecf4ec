using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Runs;

/// <summary>Which work a process that computes takes.</summary>
public sealed class WorkerOptions : IValidatableObject
{
    /// <summary>Section of the configuration; environment variables start with Worker__.</summary>
    public const string Section = "Worker";

    /// <summary>Queues whose jobs this process takes, separated by commas: clock, refresh, fit.</summary>
    [Required] public string Queues { get; set; } = string.Join(',', WorkerQueues.All);

    /// <summary>
    /// Parts of refreshes computed at the same time in this process, beside its fits: a refresh never waits behind a retrain.
    /// </summary>
    [Range(1, 64)] public int RefreshesAtOnce { get; set; } = 4;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var unknown in Names.Except(WorkerQueues.All, StringComparer.Ordinal))
        {
            yield return new ValidationResult(
                $"names the unknown queue \"{unknown}\"; there are {string.Join(", ", WorkerQueues.All)}", [nameof(Queues)]);
        }

        if (Names.Count == 0)
            yield return new ValidationResult($"names no queue; there are {string.Join(", ", WorkerQueues.All)}", [nameof(Queues)]);
    }

    /// <summary>The queues by name.</summary>
    internal IReadOnlyList<string> Names =>
        [.. Queues.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}

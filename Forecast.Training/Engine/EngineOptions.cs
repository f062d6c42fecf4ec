using System.ComponentModel.DataAnnotations;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;

namespace Forecast.Training.Engine;

/// <summary>How the engine fits and forecasts.</summary>
public sealed class EngineOptions : IValidatableObject
{
    /// <summary>Section of the configuration; environment variables start with Engine__.</summary>
    public const string Section = "Engine";

    /// <summary>Days in one season.</summary>
    [Range(2, 31)] public int Seasonality { get; set; } = 7;

    /// <summary>Days to forecast beyond the origin.</summary>
    [Range(1, 366)] public int Horizon { get; set; } = 14;

    /// <summary>Backtest windows whose results choose the method and calibrate the quantiles.</summary>
    [Range(1, 52)] public int BacktestWindows { get; set; } = 8;

    /// <summary>Days between consecutive backtest origins.</summary>
    [Range(1, 366)] public int BacktestStride { get; set; } = 7;

    /// <summary>Threads to use; the result does not depend on it.</summary>
    [Range(1, 256)] public int Threads { get; set; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>
    /// Methods to try, by their stable short names; "auto" tries all and combines, "local" all but the global model. None means "auto": a
    /// default in the list would stay in it beside whatever is configured.
    /// </summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>
    /// Days that a forecast from stored state looks back at most: what <see cref="ForecastEngine.Predict"/> needs of the history.
    /// </summary>
    public const int LookBackDays = GlobalFeatures.LookBackDays;

    /// <summary>Whether <see cref="Models"/> include the model over all series.</summary>
    public bool WantsGlobal => LocalModels.IncludeGlobal(Tried);

    /// <summary>What <see cref="Models"/> say, "auto" where they say nothing.</summary>
    internal IReadOnlyList<string> Tried => Models.Count == 0 ? ["auto"] : Models;

    /// <summary>Rows that the model over all series learns from at most.</summary>
    [Range(1000, 20_000_000)] public int GlobalRows { get; set; } = 200_000;

    /// <summary>
    /// Trees of the model over all series that backtests rank, from which the learning rate follows; the one that forecasts has a quarter
    /// more.
    /// </summary>
    [Range(10, 10_000)] public int GlobalRounds { get; set; } = 200;

    /// <summary>Seed of everything that samples.</summary>
    public int Seed { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var unknown in Tried.Where(name => name is not ("auto" or "local") && !LocalModels.Names.Contains(name)))
        {
            yield return new ValidationResult(
                $"names the unknown model \"{unknown}\"; known are auto, local, {string.Join(", ", LocalModels.Names)}", [nameof(Models)]);
        }
    }

    /// <summary>The same for another horizon and number of threads.</summary>
    public EngineOptions With(int horizon, int threads)
    {
        var copy = (EngineOptions)MemberwiseClone();
        (copy.Horizon, copy.Threads) = (horizon, threads);
        return copy;
    }
}

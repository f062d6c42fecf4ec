using Forecast.Domain.Forecasts;

namespace Forecast.Training.Explanations;

/// <summary>The forecast on show, taken apart by its reasons; sums over the series asked for.</summary>
public sealed record ForecastExplanation
{
    /// <summary>The days that every series explained is forecast for, in their order.</summary>
    public required IReadOnlyList<ExplainedDay> Days { get; init; }

    /// <summary>The series explained, largest forecast first.</summary>
    public required IReadOnlyList<ExplainedSeries> Series { get; init; }

    /// <summary>Stores left out because their forecast cannot be explained, by key, with the reason as part of a sentence.</summary>
    public IReadOnlyDictionary<int, string> Unexplained { get; init; } = new Dictionary<int, string>();

    /// <summary>
    /// Whether the same models expect something else now than what is on show, because sales or plans were changed since. Then the days
    /// explain what is expected now.
    /// </summary>
    public bool HasChanged { get; init; }

    /// <summary>
    /// First day that loads since the forecast was computed have changed; null if they changed none of its history or plans.
    /// </summary>
    public DateOnly? ChangedSince { get; init; }

    /// <summary>Series asked for, when they are more than are explained at a time; nothing is explained then.</summary>
    public int? TooMany { get; init; }

    /// <summary>Nothing to explain.</summary>
    public static ForecastExplanation Nothing { get; } = new() { Days = [], Series = [] };
}

/// <summary>One day of a forecast by its reasons, in units: base and drivers add up to the mean.</summary>
/// <param name="Day">The day.</param>
/// <param name="Published">The mean on show, of all that was asked for: explained or not.</param>
/// <param name="Mean">The mean explained: what is on show of it, unless sales or plans were changed since.</param>
/// <param name="Base">The usual level.</param>
/// <param name="ByDriver">What each driver adds or takes.</param>
/// <param name="Holiday">The holiday nearest to the day, if one is near.</param>
public sealed record ExplainedDay(
    DateOnly Day, double Published, double Mean, double Base, IReadOnlyDictionary<Boosting.Global.DemandDriver, double> ByDriver,
        NearHoliday? Holiday)
{
    /// <summary>Units on show of series that cannot be explained.</summary>
    public double NotExplained { get; init; }

    /// <summary>Units by which what is on show differs from what the same models expect now.</summary>
    public double Changed => Published - NotExplained - Mean;
}

/// <summary>A holiday on a day or beside it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DaysAfter">Days from the holiday to the day: 0 on it, negative before it.</param>
public sealed record NearHoliday(string Name, int DaysAfter);

/// <summary>How one series was forecast.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Method">Short stable name of the method.</param>
/// <param name="Reason">Why it was chosen, in a sentence, with its backtest score.</param>
/// <param name="Class">Demand class.</param>
/// <param name="Units">Expected units per day explained.</param>
public sealed record ExplainedSeries(int StoreId, int ItemId, string Method, string Reason, DemandClass Class, IReadOnlyList<double> Units);

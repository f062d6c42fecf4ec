namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>What is kept of a series beside its forecast on show.</summary>
public sealed record SeriesPast
{
    /// <summary>Expected units of the forecasts that were published, as far as they are kept, by the last day they had seen.</summary>
    public required IReadOnlyDictionary<DateOnly, float[]> Forecasts { get; init; }

    /// <summary>First day of which sales are loaded; null when none is.</summary>
    public required DateOnly? First { get; init; }

    /// <summary>Days of which sales are loaded.</summary>
    public required int DaysUsed { get; init; }

    /// <summary>Days since the first one, up to the last one that the forecast has seen, of which none are.</summary>
    public required int DaysMissing { get; init; }

    /// <summary>Days on which the shelf ran empty: their demand is estimated.</summary>
    public required int DaysEstimated { get; init; }

    /// <summary>What a forecast that had seen all but so many days before a day expected of it; null when none is kept.</summary>
    /// <param name="day">The day.</param>
    /// <param name="ahead">Days from the last one seen to the day: 1, 3, 7.</param>
    public double? Expected(DateOnly day, int ahead) =>
        Forecasts.TryGetValue(day.AddDays(-ahead), out var mean) && ahead <= mean.Length ? mean[ahead - 1] : null;
}

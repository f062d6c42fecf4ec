using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>One day, or all days shown together, by its reasons. What is shown adds up to the total shown.</summary>
public sealed record DriverColumn
{
    /// <summary>The day; null for the sum of all days shown.</summary>
    public required DateOnly? Day { get; init; }

    /// <summary>Units on show on the board.</summary>
    public required double Published { get; init; }

    /// <summary>Units explained.</summary>
    public required double Mean { get; init; }

    /// <summary>Units on show of what cannot be explained.</summary>
    public required double NotExplained { get; init; }

    /// <summary>Units by which the board differs from what the same models expect now.</summary>
    public required double Changed { get; init; }

    /// <summary>Units by driver, as they are.</summary>
    public required IReadOnlyDictionary<DemandDriver, double> Exact { get; init; }

    /// <summary>Units by driver, as they are shown.</summary>
    public IReadOnlyDictionary<DemandDriver, double> Shown { get; init; } = new Dictionary<DemandDriver, double>();

    /// <summary>The holiday on the day itself; null without one.</summary>
    public string? Holiday { get; init; }

    /// <summary>Which holidays are felt, in words; empty without a name for them.</summary>
    public string HolidaysFelt { get; init; } = "";

    internal static DriverColumn Of(ExplainedDay day) => new()
    {
        Day = day.Day,
        Published = day.Published,
        Mean = day.Mean,
        NotExplained = day.NotExplained,
        Changed = day.Changed,
        Exact = DriverWords.InOrder.ToDictionary(d => d, d => d == DemandDriver.Base ? day.Base : day.ByDriver.GetValueOrDefault(d)),
        Holiday = day.Holiday is { DaysAfter: 0 } holiday ? holiday.Name : null,
        HolidaysFelt = day.Holiday is { } near ? DriverWords.Holiday(near) : "",
    };

    internal static DriverColumn Sum(IReadOnlyList<DriverColumn> days, IEnumerable<string> holidays) => new()
    {
        Day = null,
        Published = days.Sum(d => d.Published),
        Mean = days.Sum(d => d.Mean),
        NotExplained = days.Sum(d => d.NotExplained),
        Changed = days.Sum(d => d.Changed),
        Exact = DriverWords.InOrder.ToDictionary(driver => driver, driver => days.Sum(d => d.Exact[driver])),
        HolidaysFelt = string.Join(", ", holidays.Distinct(StringComparer.Ordinal)),
    };

    /// <summary>
    /// What cannot be explained and what has changed since, rounded so that they lead from the mean shown to the board's.
    /// </summary>
    internal (double NotExplained, double Changed) Rest(int digits)
    {
        double rest = Round(Published) - Round(Mean);
        return Math.Abs(Changed) < Math.Pow(10, -digits) / 2 ? (rest, 0) : (Round(NotExplained), rest - Round(NotExplained));

        double Round(double units) => Math.Round(units, digits, MidpointRounding.AwayFromZero);
    }

    internal DriverColumn Rounded(int digits)
    {
        var shown = RoundedParts.Of([.. DriverWords.InOrder.Select(d => Exact[d])], Mean, digits);
        return this with
        {
            Shown = DriverWords.InOrder.Select((driver, i) => (driver, shown[i]))
            .ToDictionary(p => p.driver, p => p.Item2)
        };
    }
}

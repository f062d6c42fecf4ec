using System.Runtime.InteropServices;

namespace Forecast.Domain.Reading;

/// <summary>Distances between the days of a series that follow each other, in days.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DaySteps
{
    private int weeks, months, quarters, others;

    public readonly int Weeks => weeks;

    public readonly int Months => months;

    public readonly int Quarters => quarters;

    public readonly int All => weeks + months + quarters + others;

    public void Add(int days)
    {
        if (days < 7)
            others++; // By far the most frequent.
        else if (days % 7 == 0 && days is not (28 or 91))
            weeks++;
        else if (days is >= 28 and <= 31)
            months++;
        else if (days is >= 89 and <= 92)
            quarters++;
        else
            others++;
    }
}

/// <summary>Whether the rows of a file are days, or totals of longer times; and whether it lists days without a sale.</summary>
internal sealed class Grain
{
    private const double Nearly = 0.95;
    private const int FewestWeeks = 8, FewestMonths = 5, FewestQuarters = 4, FewestRows = 30;

    private readonly long[] weekdays = new long[7];
    private long weeks, months, quarters, steps, span, zeros;

    /// <summary>Takes the day and quantity of a row.</summary>
    public void Note(int day, float quantity)
    {
        weekdays[day % 7]++;
        if (quantity == 0)
            zeros++;
    }

    /// <summary>Takes a series: its steps and the days from its first to its last.</summary>
    public void NoteSeries(DaySteps ofSeries, long days)
    {
        weeks += ofSeries.Weeks;
        months += ofSeries.Months;
        quarters += ofSeries.Quarters;
        steps += ofSeries.All;
        span += days;
    }

    /// <summary>Throws when the rows are totals of weeks, months or quarters.</summary>
    public void DemandDays(ReadingOptions options)
    {
        if (options.InsistOnDays)
            return;
        // Months of 28 days count as either.
        if (weeks >= FewestWeeks && weeks >= Nearly * steps)
            throw new FileRefusedException("The rows of a series lie seven days apart: these are totals of weeks, not of days. Export "
                + "sales by day; or insist that each is one day's sales with --grain daily.");
        if (months >= FewestMonths && months >= Nearly * steps)
            throw new FileRefusedException("The rows of a series lie a month apart: these are totals of months, not of days. Export sales "
                + "by day; or insist that each is one day's sales with --grain daily.");
        if (quarters >= FewestQuarters && quarters >= Nearly * steps)
            throw new FileRefusedException("The rows of a series lie a quarter of a year apart: these are totals of quarters, not of days. "
                + "Export sales by day; or insist that each is one day's sales with --grain daily.");
    }

    /// <summary>What to say about days without a row; null when nothing is to be said.</summary>
    public string? RemarkOnMissingDays()
    {
        long rows = weekdays.Sum();
        // Weekdays that never occur are closed days, not days without a sale.
        double expected = span * weekdays.Count(n => n > 0) / 7.0;
        return zeros == 0 && rows >= FewestRows && rows < Nearly * expected
            ? "No row has the quantity 0, and days are missing: the file seems to list a day only when something was sold. If so, load it "
                + "with --missing nothing-sold (a day without a row means nothing sold)."
            : null;
    }
}

namespace Forecast.Domain.Reading;

/// <summary>What the dates of all rows together say about how they are written.</summary>
internal sealed class DateEvidence
{
    /// <summary>Share of dates in another form, above which a file has no one form; below it they are single slips.</summary>
    private const double MostOthers = 0.2;

    /// <summary>Share of proofs against the majority that are taken as slips of the pen.</summary>
    private const double MostSlips = 0.01;

    private readonly Sample yearFirst = new(), days = new(), yearLast = new(), dayFirst = new(), monthFirst = new(), either = new(),
        words = new();

    /// <summary>Takes the date of a row.</summary>
    public void Add(ReadOnlySpan<byte> field, long line)
    {
        var date = DateField.Read(field);
        switch (date.Shape)
        {
            case DateShape.YearFirst:
                yearFirst.Add(field, line);
                break;
            case DateShape.SpreadsheetDays:
                days.Add(field, line);
                break;
            case DateShape.MonthAsWord:
                words.Add(field, line);
                break;
            case DateShape.YearLast or DateShape.YearLastWithPoints:
                yearLast.Add(field, line);
                bool fitsDayFirst = date.Second is >= 1 and <= 12 && date.First is >= 1 and <= 31;
                bool fitsMonthFirst = date.First is >= 1 and <= 12 && date.Second is >= 1 and <= 31;
                if (fitsDayFirst && (!fitsMonthFirst || date.Shape == DateShape.YearLastWithPoints))
                    dayFirst.Add(field, line);
                else if (fitsMonthFirst && !fitsDayFirst)
                    monthFirst.Add(field, line);
                else if (fitsDayFirst && date.First != date.Second)
                    either.Add(field, line);
                break;
        }
    }

    /// <summary>How the dates are written, and why if not as usual; throws when that cannot be told.</summary>
    public (DateOrder Order, string? Reason) Decide()
    {
        var (most, others) = (Sample.Most(yearFirst, yearLast, days, words), yearFirst.Count + yearLast.Count + days.Count + words.Count);
        others -= most.Count;
        if (others > MostOthers * (others + most.Count))
        {
            var other = Sample.Most([.. new[] { yearFirst, yearLast, days, words }.Where(s => s != most)]);
            throw new FileRefusedException(
                $"The dates are written in several ways: {most.First} and {other.First}. Export the column in one form.");
        }

        if (most == days && most.Count > 0)
            return (DateOrder.SpreadsheetDays, $"Dates are read as a spreadsheet's number of days ({most.First}).");
        if (most == words && most.Count > 0)
            return (DateOrder.DayFirst, $"Dates are read by the name of their month ({most.First}).");
        return most == yearFirst ? (DateOrder.YearFirst, null) : DecideYearLast();
    }

    private (DateOrder Order, string? Reason) DecideYearLast()
    {
        if (Math.Min(dayFirst.Count, monthFirst.Count) > MostSlips * (dayFirst.Count + monthFirst.Count))
        {
            throw new FileRefusedException($"Some dates can only be day first ({dayFirst.First}), others only month first "
                + $"({monthFirst.First}). A spreadsheet may have turned some of them round: export the column again as 2024-05-31.");
        }

        if (dayFirst.Count > monthFirst.Count)
            return (DateOrder.DayFirst, $"Dates are read day first, as {dayFirst.First} shows.");
        if (monthFirst.Count > 0)
            return (DateOrder.MonthFirst, $"Dates are read month first, as {monthFirst.First} shows.");
        if (either.Count == 0)
            return (DateOrder.DayFirst, null);
        throw new FileRefusedException($"Every date fits day first as well as month first, such as {either.First}. Say which it is: "
            + "--dates day-first or --dates month-first.");
    }

    /// <summary>How many fields are of a kind, and the first of them.</summary>
    internal sealed class Sample
    {
        private string text = "";

        public long Count { get; private set; }

        /// <summary>The first one, with its line.</summary>
        public string First => text;

        public static Sample Most(params Sample[] samples) => samples.MaxBy(sample => sample.Count)!;

        public void Add(ReadOnlySpan<byte> field, long line)
        {
            if (Count++ == 0)
                text = $"\"{CsvTable.Printable(field)}\" in line {line}";
        }
    }
}

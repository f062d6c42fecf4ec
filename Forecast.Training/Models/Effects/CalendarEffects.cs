using Forecast.Domain.Calendar;

namespace Forecast.Training.Models.Effects;

/// <summary>
/// Calendar effects shared by the series of a pool: yearly season (Fourier terms, as in Taylor and Letham, 2018), day of month, holidays
/// with the days around them, and recurring dates that no calendar names. Learnt by ridge regression of the logarithm of the pool's daily
/// demand, beside trend, weekday and promotions, so that none of these is mistaken for another.
/// </summary>
/// <param name="Waves">Sine and cosine coefficients per wave of the year; empty with less than a year and a quarter of history.</param>
/// <param name="Months">Per month, beside the waves: what changes from one month to the next in a step.</param>
/// <param name="MonthDays">Per day of month (1 at index 0); the last three count from the end of the month, the last day first.</param>
/// <param name="Holidays">Per holiday name and day −2 … +1 around it.</param>
/// <param name="Dates">Per month × 32 + day: recurring dates.</param>
internal sealed record CalendarEffects(
    double[] Waves, double[] Months, double[] MonthDays, SortedDictionary<string, double[]> Holidays, SortedDictionary<int, double> Dates)
{
    /// <summary>Days before a holiday that it may touch; one day after.</summary>
    public const int Before = 2;

    public const int Around = Before + 2;

    public const int MonthColumns = 34;

    private const double Year = 365.2425;

    public static CalendarEffects None { get; } = new([], new double[12], new double[MonthColumns], [], []);

    /// <summary>True if no day differs from another.</summary>
    public bool IsEmpty => Waves.Length == 0 && Array.TrueForAll(Months, m => m == 0) && Holidays.Count == 0 && Dates.Count == 0
        && Array.TrueForAll(MonthDays, m => m == 0);

    /// <summary>The effects of one day; <paramref name="near"/> holds the holidays whose reach includes it.</summary>
    public DayEffects On(DateOnly day, IEnumerable<(string Name, int Offset)> near)
    {
        double yearly = Months[day.Month - 1], holiday = 0;
        Span<double> waves = stackalloc double[Waves.Length];
        SetWaves(day, waves);
        for (int w = 0; w < waves.Length; w++)
            yearly += Waves[w] * waves[w];

        double monthDay = MonthDays[day.Day - 1];
        int left = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
        if (left < 3)
            monthDay += MonthDays[31 + left];
        foreach (var (name, offset) in near)
        {
            if (Holidays.TryGetValue(name, out var effects))
                holiday += effects[offset + Before];
        }

        if (Dates.TryGetValue(Date(day), out double date))
            holiday += date;
        return new DayEffects((float)yearly, (float)monthDay, (float)holiday);
    }

    /// <summary>
    /// Sine and cosine of the day's angle in the year and of its multiples, each from the one before by the addition theorems.
    /// </summary>
    public static void SetWaves(DateOnly day, Span<double> waves)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * (day.DayNumber % (400 * Year)) / Year);
        for (int w = 0; w < waves.Length; w += 2)
            (waves[w], waves[w + 1]) = w == 0 ? (sin, cos)
                : (waves[w - 2] * cos + waves[w - 1] * sin, waves[w - 1] * cos - waves[w - 2] * sin);
    }

    public static int Date(DateOnly day) => day.Month * 32 + day.Day;

    /// <summary>Per day of an axis the holidays within reach: the offset is the day's distance from the holiday.</summary>
    public static List<(string Name, int Offset)>[] Near(IReadOnlyList<Holiday>? holidays, DateOnly first, int days)
    {
        var near = new List<(string, int)>[days];
        for (int t = 0; t < days; t++)
            near[t] = [];
        foreach (var holiday in holidays ?? [])
        {
            for (int offset = -Before; offset < Around - Before; offset++)
            {
                int t = holiday.Day.DayNumber + offset - first.DayNumber;
                if (t >= 0 && t < days)
                    near[t].Add((holiday.Name, offset));
            }
        }

        return near;
    }

    /// <summary>Learns from the pool's daily demand (NaN unknown) of days [0, demand.Length).</summary>
    /// <param name="first">Day 0.</param>
    /// <param name="demand">Mean scaled demand per day; 1 is the usual.</param>
    /// <param name="promotion">Share of series in promotion per day, or null.</param>
    /// <param name="near">Holidays in reach per day.</param>
    /// <param name="prior">Effects of the wider pool, toward which these are shrunk; null for the widest.</param>
    public static CalendarEffects Fit(
        DateOnly first, ReadOnlySpan<double> demand, double[]? promotion, List<(string Name, int Offset)>[] near, CalendarEffects? prior)
    {
        int days = demand.Length, known = 0;
        foreach (double d in demand)
            known += double.IsNaN(d) ? 0 : 1;
        if (known < 56)
            return prior ?? None;
        return new CalendarRegression(first, demand.ToArray(), promotion, near, prior).Solve(known);
    }
}

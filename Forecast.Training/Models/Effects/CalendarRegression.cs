using Forecast.Training.Numerics;

namespace Forecast.Training.Models.Effects;

/// <summary>
/// One regression behind <see cref="CalendarEffects"/>: lays out the columns, solves twice (the second time without outliers).
/// </summary>
internal sealed class CalendarRegression
{
    /// <summary>Days between the hinges of the trend; longer histories bend no more often than this many times.</summary>
    private const double KnotDays = 120;

    private const int MostKnots = 24;

    /// <summary>
    /// Days below the usual by more than this factor count as this low: all shops closed on Christmas Day is an effect, not −∞.
    /// </summary>
    private const double Floor = 0.03;

    /// <summary>Columns of one day that are not zero; holidays beyond them are left out.</summary>
    private const int MostColumns = 64;

    private readonly DateOnly first;
    private readonly double[] demand, target;
    private readonly double[]? promotion;
    private readonly List<(string Name, int Offset)>[] near;
    private readonly CalendarEffects? prior;
    private readonly SortedDictionary<string, int> holidayColumn = new(StringComparer.Ordinal);
    private readonly double knotDays;

    // The rows of the regression, laid out once: columns and values of day t from t × MostColumns on.
    private readonly int[] at, lengths;
    private readonly double[] x;
    private readonly int knots, waves, waveColumn, stepColumn, monthColumn, weekdayColumn, promotionColumn, columns;

    public CalendarRegression(
        DateOnly first, double[] demand, double[]? promotion, List<(string Name, int Offset)>[] near, CalendarEffects? prior)
    {
        (this.first, this.demand, this.promotion, this.near, this.prior) = (first, demand, promotion, near, prior);
        int days = demand.Length;
        knotDays = Math.Max(KnotDays, (double)days / MostKnots);
        knots = (int)(days / knotDays);
        waves = prior is not null ? prior.Waves.Length / 2 : days >= 730 ? 6 : days >= 456 ? 3 : 0;
        weekdayColumn = 2 + knots;
        waveColumn = weekdayColumn + 7;
        stepColumn = waveColumn + 2 * waves;
        monthColumn = stepColumn + (waves > 0 ? 12 : 0);
        promotionColumn = monthColumn + CalendarEffects.MonthColumns;
        columns = promotionColumn + 1;
        for (int t = 0; t < days; t++)
        {
            foreach (var (name, _) in near[t])
            {
                if (holidayColumn.TryAdd(name, columns))
                    columns += CalendarEffects.Around;
            }
        }

        (target, at, lengths, x) = (new double[days], new int[days * MostColumns], new int[days], new double[days * MostColumns]);
        for (int t = 0; t < days; t++)
        {
            target[t] = Math.Log(Math.Max(demand[t], Floor));
            if (!double.IsNaN(demand[t]))
                lengths[t] = Row(t, at.AsSpan(t * MostColumns, MostColumns), x.AsSpan(t * MostColumns, MostColumns));
        }
    }

    public CalendarEffects Solve(int known)
    {
        double[] penalties = new double[columns], priors = new double[columns];
        SetPenalties(penalties, priors, known);
        var ridge = new Ridge(columns);
        var residuals = new double[demand.Length];
        double[] beta = [];
        double cap = double.PositiveInfinity;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int t = 0; t < demand.Length; t++)
            {
                // The second pass takes back what the days that were off by much weighed too much.
                bool usual = Math.Abs(residuals[t]) <= cap || near[t].Count > 0; // holidays are rare and strong by nature
                double weight = pass == 0 ? 1 : usual ? 0 : cap / Math.Abs(residuals[t]) - 1; // Huber (1964)
                if (weight != 0 && !double.IsNaN(demand[t]))
                    ridge.Add(At(t), X(t), target[t], weight);
            }

            beta = ridge.Solve(penalties, priors);
            cap = Residuals(beta, residuals);
        }

        return Effects(beta, residuals);
    }

    private ReadOnlySpan<int> At(int t) => at.AsSpan(t * MostColumns, lengths[t]);

    private ReadOnlySpan<double> X(int t) => x.AsSpan(t * MostColumns, lengths[t]);

    /// <summary>Fills the residuals; returns three times their median size.</summary>
    private double Residuals(double[] beta, double[] residuals)
    {
        var sizes = new List<double>();
        for (int t = 0; t < demand.Length; t++)
        {
            residuals[t] = double.NaN;
            if (double.IsNaN(demand[t]))
                continue;
            double fit = 0;
            var row = At(t);
            for (int i = 0; i < row.Length; i++)
                fit += beta[row[i]] * X(t)[i];
            residuals[t] = target[t] - fit;
            sizes.Add(Math.Abs(residuals[t]));
        }

        sizes.Sort();
        return Math.Max(0.05, 3 * sizes[sizes.Count / 2]);
    }

    private int Row(int t, Span<int> at, Span<double> x)
    {
        int n = 0;
        var day = first.AddDays(t);
        Put(at, x, 0, 1);
        Put(at, x, 1, t / 365.0);
        for (int k = 0; k < knots && t > k * knotDays; k++)
            Put(at, x, 2 + k, (t - k * knotDays) / 365.0);
        Put(at, x, weekdayColumn + (int)day.DayOfWeek, 1);
        Span<double> yearly = stackalloc double[2 * waves];
        CalendarEffects.SetWaves(day, yearly);
        for (int w = 0; w < yearly.Length; w++)
            Put(at, x, waveColumn + w, yearly[w]);

        if (waves > 0)
            Put(at, x, stepColumn + day.Month - 1, 1);
        Put(at, x, monthColumn + day.Day - 1, 1);
        int left = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
        if (left < 3)
            Put(at, x, monthColumn + 31 + left, 1);
        if (promotion is not null && promotion[t] > 0)
            Put(at, x, promotionColumn, promotion[t]);
        foreach (int column in near[t].Select(h => holidayColumn[h.Name] + h.Offset + CalendarEffects.Before).Order())
        {
            if (at[n - 1] == column)
                x[n - 1]++; // the same holiday from two calendars
            else if (n < at.Length)
                Put(at, x, column, 1);
        }

        return n;

        void Put(Span<int> indices, Span<double> values, int column, double value)
        {
            indices[n] = column;
            values[n++] = value;
        }
    }

    private void SetPenalties(double[] penalties, double[] priors, int known)
    {
        // Hinges bend the trend slowly; a wider pool's effects count like two months of days; without one, month days need many months.
        penalties.AsSpan(0, 2).Fill(1e-6);
        penalties.AsSpan(2, knots).Fill(0.3);
        penalties.AsSpan(weekdayColumn, 7).Fill(0.1);
        penalties.AsSpan(waveColumn, 2 * waves).Fill(prior is null ? (known >= 730 ? 2 : 30) : 60);
        penalties.AsSpan(stepColumn, monthColumn - stepColumn).Fill(prior is null ? (known >= 730 ? 4 : 60) : 60);
        penalties.AsSpan(monthColumn, CalendarEffects.MonthColumns).Fill(prior is null ? 15 : 40);
        penalties[promotionColumn] = 0.1;
        foreach (var (name, column) in holidayColumn)
        {
            penalties.AsSpan(column, CalendarEffects.Around).Fill(prior is null ? 0.7 : 3);
            if (prior is not null && prior.Holidays.TryGetValue(name, out var wider))
                wider.CopyTo(priors, column);
        }

        if (prior is null)
            return;
        prior.Waves.CopyTo(priors, waveColumn);
        if (waves > 0)
            prior.Months.CopyTo(priors, stepColumn);
        prior.MonthDays.CopyTo(priors, monthColumn);
    }

    private CalendarEffects Effects(double[] beta, double[] residuals)
    {
        var holidays = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (name, column) in holidayColumn)
            holidays[name] = beta[column..(column + CalendarEffects.Around)];
        return new CalendarEffects(
            beta[waveColumn..stepColumn], waves > 0 ? beta[stepColumn..monthColumn] : new double[12],
            beta[monthColumn..(monthColumn + CalendarEffects.MonthColumns)], holidays,
            RecurringDates(residuals));
    }

    /// <summary>
    /// Dates that in two or more years were off in the same direction by a fifth or more: fixed holidays that no calendar names.
    /// </summary>
    private SortedDictionary<int, double> RecurringDates(double[] residuals)
    {
        var found = new SortedDictionary<int, (double Sum, double Smallest, int Years)>();
        for (int t = 0; t < residuals.Length; t++)
        {
            if (double.IsNaN(residuals[t]) || near[t].Count > 0)
                continue;
            int date = CalendarEffects.Date(first.AddDays(t));
            var (sum, smallest, years) = found.GetValueOrDefault(date, (0, double.PositiveInfinity, 0));
            smallest = years > 0 && Math.Sign(sum) != Math.Sign(residuals[t]) ? 0 : Math.Min(smallest, Math.Abs(residuals[t]));
            found[date] = (sum + residuals[t], smallest, years + 1);
        }

        var dates = new SortedDictionary<int, double>();
        foreach (var (date, (sum, smallest, years)) in found)
        {
            if (years >= 2 && smallest >= 0.2)
                dates[date] = sum / (years + 0.5);
        }

        return dates;
    }
}

using System.Globalization;

namespace Forecast.Domain.Reading;

/// <summary>
/// Makes one row of all rows of a day of a series. Quantities add up or count once, as the file is read; of promotion, price and stock-out
/// the greatest stands. Returns beyond the day's sales leave nothing sold.
/// </summary>
internal sealed class DayFold(RepeatReading how)
{
    /// <summary>Rows that were left out, as they say again what another one says.</summary>
    public long Dropped { get; private set; }

    /// <summary>Rows that were added to another row of their day.</summary>
    public long Added { get; private set; }

    /// <summary>Days on which more came back than was sold.</summary>
    public long Netted { get; private set; }

    /// <summary>What became of repeated rows and returns, in sentences.</summary>
    public IEnumerable<string> Remarks()
    {
        if (Added > 0)
            yield return $"{Added:N0} more {(Added == 1 ? "row" : "rows")} for a day that already had one were added to it, as lines of "
                + "one day's sales (--repeats sum|last|refuse says otherwise).";
        if (Dropped > 0)
            yield return $"{Dropped:N0} {(Dropped == 1 ? "row" : "rows")} that repeat another row were left out.";
        if (Netted > 0)
            yield return $"On {Netted:N0} {(Netted == 1 ? "day" : "days")} of a series more came back than was sold: taken as nothing "
                + "sold.";
    }

    /// <summary>What is wrong with a row that says otherwise than an earlier one, in a file that repeats its days.</summary>
    public static string Contradiction(SalesRow row, SalesRow standing) => string.Create(CultureInfo.InvariantCulture,
        $"Line {standing.Line} gives {standing.Quantity} for the same day, store and item; this row gives {row.Quantity}. The earlier one "
        + $"was kept, as the file repeats its days: correct one of them, or say --repeats sum or --repeats last.");

    /// <summary>End of the stretch of rows that begins at a place.</summary>
    public static int EndOfVisit(ReadOnlySpan<SalesRow> rows, int from, bool hasNoOrder)
    {
        if (hasNoOrder)
            return rows.Length;
        int to = from + 1;
        while (to < rows.Length && rows[to].Visit == rows[from].Visit)
            to++;
        return to;
    }

    /// <summary>The rows of a series by day, those of a day in the order of the file.</summary>
    public static void Sort(List<SalesRow> rows) =>
        rows.Sort(static (a, b) => a.Day != b.Day ? a.Day.CompareTo(b.Day) : a.Line.CompareTo(b.Line));

    /// <summary>Gives the spans of each day to <paramref name="take"/>.</summary>
    public static void ByDay(ReadOnlySpan<SalesRow> rows, TakeDay take)
    {
        for (int from = 0; from < rows.Length;)
        {
            int to = from + 1;
            while (to < rows.Length && rows[to].Day == rows[from].Day)
                to++;
            take(rows[from..to]);
            from = to;
        }
    }

    /// <summary>The one row of a day; rows that say otherwise than the ones that stand go to <paramref name="contradicted"/>.</summary>
    public SalesRow Fold(ReadOnlySpan<SalesRow> rows, Action<SalesRow, SalesRow> contradicted)
    {
        var folded = rows[0] with { Quantity = float.NaN };
        foreach (ref readonly var row in rows)
        {
            folded = folded with
            {
                Promotion = Greatest(folded.Promotion, row.Promotion),
                Price = Greatest(folded.Price, row.Price),
                StockedOut = Greatest(folded.StockedOut, row.StockedOut),
            };
        }

        double quantity = how.TakesLast ? Last(rows) : Sum(rows, contradicted);
        if (quantity < 0)
            (quantity, Netted) = (0, Netted + 1);
        return folded with { Quantity = (float)quantity };
    }

    private double Last(ReadOnlySpan<SalesRow> rows)
    {
        double last = double.NaN;
        foreach (ref readonly var row in rows)
        {
            if (float.IsNaN(row.Quantity))
                continue;
            if (!double.IsNaN(last))
                Dropped++;
            last = row.Quantity;
        }

        return last;
    }

    private double Sum(ReadOnlySpan<SalesRow> rows, Action<SalesRow, SalesRow> contradicted)
    {
        double total = double.NaN;
        SalesRow standing = default;
        for (int from = 0; from < rows.Length;)
        {
            int to = EndOfVisit(rows, from, how.HasNoOrder);
            var visit = rows[from..to];
            from = to;
            var (sum, kept, first) = SumOfVisit(visit);
            if (kept == 0)
                continue;
            if (double.IsNaN(total))
                (total, standing) = (sum, first with { Quantity = (float)sum });
            else if (how.SumsVisits)
                (total, Added) = (total + sum, Added + 1);
            else if (sum == total)
                Dropped += kept;
            else
                Contradict(visit, standing, contradicted);
        }

        return total;
    }

    private (double Sum, int Kept, SalesRow First) SumOfVisit(ReadOnlySpan<SalesRow> rows)
    {
        double sum = 0;
        int kept = 0;
        SalesRow first = default;
        for (int i = 0; i < rows.Length; i++)
        {
            if (float.IsNaN(rows[i].Quantity))
                continue;
            if (!how.SumsLines && SaidBefore(rows, i))
            {
                Dropped++;
                continue;
            }

            if (kept++ == 0)
                first = rows[i];
            else
                Added++;
            sum += rows[i].Quantity;
        }

        return (sum, kept, first);
    }

    private static void Contradict(ReadOnlySpan<SalesRow> visit, SalesRow standing, Action<SalesRow, SalesRow> contradicted)
    {
        foreach (ref readonly var row in visit)
        {
            if (!float.IsNaN(row.Quantity))
                contradicted(row, standing);
        }
    }

    private static bool SaidBefore(ReadOnlySpan<SalesRow> rows, int at)
    {
        for (int i = 0; i < at; i++)
        {
            if (rows[i].Text == rows[at].Text && rows[i].Quantity == rows[at].Quantity)
                return true;
        }

        return false;
    }

    private static float Greatest(float a, float b) => float.IsNaN(a) || b > a ? b : a;
}

/// <summary>Takes the rows of one day of one series.</summary>
/// <param name="rows">The rows, in the order of the file.</param>
internal delegate void TakeDay(ReadOnlySpan<SalesRow> rows);

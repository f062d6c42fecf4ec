using System.Runtime.InteropServices;

namespace Forecast.Domain.Reading;

/// <summary>
/// What the rows that share a day and a series are, judged over the whole file. Within one stretch of rows of a day: lines of tickets, or
/// a row written twice. A day that comes back later: the same export once more, or another part of the day's sales.
/// </summary>
/// <param name="hasNoOrder">Whether the rows run along no calendar, so that a day that comes back says nothing.</param>
/// <param name="allAreOne">Whether every quantity of the file is 1, as lines of single units are.</param>
internal sealed class RepeatEvidence(bool hasNoOrder, bool allAreOne)
{
    private const double FewestDiffering = 0.1, FewestSame = 0.9;
    private const int FewestUnits = 3;

    private long stretches, differing, returned, returnedSame;
    private int fewest = int.MaxValue, most;

    /// <summary>Whether any day of a series has several rows with a quantity.</summary>
    public bool Any => stretches + returned > 0;

    /// <summary>Lines of the first two rows found for one day of one series.</summary>
    public (uint First, uint Second) Example { get; private set; }

    /// <summary>Takes the rows of one day of one series, in the order of the file.</summary>
    public void Add(ReadOnlySpan<SalesRow> rows)
    {
        int visits = 0, firstRow = -1, count = 0;
        (int Count, double Sum) first = default;
        bool same = true;
        for (int from = 0; from < rows.Length;)
        {
            int to = DayFold.EndOfVisit(rows, from, hasNoOrder);
            var (units, sum, differ) = Measure(rows[from..to]);
            from = to;
            if (units == 0)
                continue;
            if (units > 1)
                NoteStretch(units, differ);
            if (visits++ == 0)
                first = (units, sum);
            else
                same &= first == (units, sum);
        }

        if (visits > 1)
            (returned, returnedSame) = (returned + 1, same ? returnedSame + 1 : returnedSame);
        for (int i = 0; i < rows.Length && count < 2 && Example.Second == 0; i++)
        {
            if (float.IsNaN(rows[i].Quantity))
                continue;
            if (count++ == 0)
                firstRow = i;
            else
                Example = (rows[firstRow].Line, rows[i].Line);
        }
    }

    /// <summary>How rows of one day of one series are taken; throws when they are not wanted.</summary>
    public RepeatReading Decide(RepeatedRows wanted)
    {
        if (wanted == RepeatedRows.Refuse && Any)
            throw new FileRefusedException($"Lines {Example.First} and {Example.Second} give the same day of the same store and item. Say "
                + "what that means: --repeats sum adds them up, --repeats last takes the last.");
        return wanted switch
        {
            RepeatedRows.Sum => new RepeatReading(hasNoOrder, SumsLines: true, SumsVisits: true, TakesLast: false),
            RepeatedRows.Last => new RepeatReading(hasNoOrder, SumsLines: false, SumsVisits: false, TakesLast: true),
            _ => new RepeatReading(
                hasNoOrder,
                SumsLines: differing >= FewestDiffering * stretches || fewest != most || (allAreOne && stretches >= FewestUnits),
                SumsVisits: returnedSame < FewestSame * returned,
                TakesLast: false),
        };
    }

    private void NoteStretch(int units, bool differ)
    {
        stretches++;
        if (differ)
            differing++;
        fewest = Math.Min(fewest, units);
        most = Math.Max(most, units);
    }

    private static (int Units, double Sum, bool Differ) Measure(ReadOnlySpan<SalesRow> rows)
    {
        int units = 0;
        double sum = 0;
        uint text = 0;
        bool differ = false;
        foreach (ref readonly var row in rows)
        {
            if (float.IsNaN(row.Quantity))
                continue;
            differ |= units > 0 && text != row.Text;
            (units, sum, text) = (units + 1, sum + row.Quantity, row.Text);
        }

        return (units, sum, differ);
    }
}

/// <summary>How several rows for one day of one series are taken.</summary>
/// <param name="HasNoOrder">Whether the rows of a day are one stretch wherever they stand.</param>
/// <param name="SumsLines">Whether rows of a stretch add up even where they are alike.</param>
/// <param name="SumsVisits">Whether stretches add up; otherwise the first stands.</param>
/// <param name="TakesLast">Whether the last row stands.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RepeatReading(bool HasNoOrder, bool SumsLines, bool SumsVisits, bool TakesLast);

using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>How far a store's sales reach, gathered from the years that a load has changed.</summary>
internal sealed class SalesReach
{
    private const int Week = 7;

    private readonly int[] lastSales = new int[Week];
    private int first = int.MaxValue;
    private int last = -1;

    /// <summary>Notes the quantities of a year, NaN where nothing is loaded.</summary>
    /// <param name="firstDay">Day number of the first.</param>
    /// <param name="quantities">Units by day.</param>
    public void Note(int firstDay, ReadOnlySpan<float> quantities)
    {
        int newest = quantities.LastIndexOfAnyInRange(float.MinValue, float.MaxValue);
        if (newest < 0)
            return;
        first = Math.Min(first, firstDay + quantities.IndexOfAnyInRange(float.MinValue, float.MaxValue));
        last = Math.Max(last, firstDay + newest);
        // Older days tell nothing of the rhythm; most years of a first load end here.
        for (int day = newest; day >= 0 && firstDay + day > last - StoreSales.RhythmDays; day--)
        {
            if (quantities[day] > 0)
            {
                ref int sale = ref lastSales[(int)DateOnly.FromDayNumber(firstDay + day).DayOfWeek];
                sale = Math.Max(sale, firstDay + day);
            }
        }
    }

    /// <summary>Brings what is stored of the stores up to what a load has found, within its transaction.</summary>
    public static async Task StoreAsync(NpgsqlConnection connection, IEnumerable<StoreKey> stores, CancellationToken cancellationToken)
    {
        var reached = stores.Where(s => s.Reach is { last: >= 0 }).ToList();
        if (reached.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO store_sales AS old (store_id, loaded_from, loaded_until, last_sales)
            SELECT n.id, n.first, n.last, ($4::date[])[7 * n.place - 6 : 7 * n.place]
            FROM unnest($1::int[], $2::date[], $3::date[]) WITH ORDINALITY AS n (id, first, last, place)
            ON CONFLICT (store_id) DO UPDATE SET
                loaded_from = least(old.loaded_from, excluded.loaded_from),
                loaded_until = greatest(old.loaded_until, excluded.loaded_until),
                last_sales = (SELECT array_agg(greatest(d.before, d.now) ORDER BY d.place)
                              FROM unnest(old.last_sales, excluded.last_sales) WITH ORDINALITY AS d (before, now, place))
            """, connection)
        {
            Parameters =
            {
                new() { Value = reached.Select(s => s.Id).ToArray() },
                new() { Value = reached.Select(s => DateOnly.FromDayNumber(s.Reach!.first)).ToArray() },
                new() { Value = reached.Select(s => DateOnly.FromDayNumber(s.Reach!.last)).ToArray() },
                new() { Value = reached.SelectMany(s => s.Reach!.lastSales.Select(Day)).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);

        static DateOnly? Day(int number) => number == 0 ? null : DateOnly.FromDayNumber(number);
    }
}

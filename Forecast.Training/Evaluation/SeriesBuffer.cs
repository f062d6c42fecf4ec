namespace Forecast.Training.Evaluation;

/// <summary>Grows one series' dense daily rows while a file is read, in whatever order its days come.</summary>
internal sealed class SeriesBuffer
{
    public const int Quantity = 0;
    public const int Promotion = 1;
    public const int Price = 2;
    public const int Open = 3;

    /// <summary>A day further from the others than this is a typing mistake, and would cost memory for nothing.</summary>
    private const int MostDays = 36_525;

    private readonly float[]?[] values = new float[4][];
    private int start, capacity;

    /// <summary>An empty buffer.</summary>
    /// <param name="store">Store code.</param>
    /// <param name="item">Item code.</param>
    /// <param name="has">Whether the file has promotion, price and opening days.</param>
    public SeriesBuffer(int store, int item, ReadOnlySpan<bool> has)
    {
        (Store, Item) = (store, item);
        values[Quantity] = [];
        for (int k = 0; k < has.Length; k++)
            values[k + 1] = has[k] ? [] : null;
    }

    public int Store { get; }

    public int Item { get; }

    public int First { get; private set; } = int.MaxValue;

    public int Last { get; private set; } = int.MinValue;

    /// <summary>Adds what is said of a day; of promotion, price and opening the greatest counts. False for an impossible day.</summary>
    public bool TryAdd(int day, float quantity, float promotion, float price, float open)
    {
        if (capacity > 0 && (Math.Abs(day - First) > MostDays || Math.Abs(day - Last) > MostDays))
            return false;
        First = Math.Min(First, day);
        Last = Math.Max(Last, day);
        if (capacity == 0 || day < start || day >= start + capacity)
            Grow(day);
        int at = day - start;
        if (!float.IsNaN(quantity))
            values[Quantity]![at] = quantity;
        Keep(values[Promotion], at, promotion);
        Keep(values[Price], at, price);
        Keep(values[Open], at, open);
        return true;
    }

    /// <summary>Writes a column onto the common axis and lets go of it.</summary>
    public void MoveTo(int column, Span<float> row, int firstDay, bool zeroInside)
    {
        row.Fill(float.NaN);
        values[column].AsSpan(First - start, Last - First + 1).CopyTo(row[(First - firstDay)..]);
        values[column] = null;
        if (!zeroInside)
            return;
        foreach (ref float value in row[(First - firstDay)..])
        {
            if (float.IsNaN(value))
                value = 0;
        }
    }

    private static void Keep(float[]? column, int at, float value)
    {
        if (column is not null && !float.IsNaN(value) && !(column[at] >= value))
            column[at] = value;
    }

    private void Grow(int day)
    {
        int room = Math.Max(256, capacity);
        int newStart = capacity == 0 ? day : day < start ? Math.Min(day, start - room) : start;
        int newEnd = capacity == 0 ? day + room
            : Math.Max(start + capacity, day >= start + capacity ? Math.Max(day + 1, start + capacity + room) : 0);
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k] is not { } old)
                continue;
            var grown = new float[newEnd - newStart];
            grown.AsSpan().Fill(float.NaN);
            old.AsSpan(0, capacity).CopyTo(grown.AsSpan(Math.Max(0, start - newStart)));
            values[k] = grown;
        }

        start = newStart;
        capacity = newEnd - newStart;
    }
}

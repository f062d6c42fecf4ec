namespace Forecast.Domain.Sales;

/// <summary>Checked rows in memory, up to a limit, and their order by series.</summary>
internal sealed class SalesRows(int most)
{
    private SalesRow[] rows = new SalesRow[Math.Min(most, 1 << 16)];
    private int[] order = [];
    private int[] starts = [];

    public int Count { get; private set; }

    public bool IsFull => Count == most;

    public void Add(in SalesRow row)
    {
        if (Count == rows.Length)
            Array.Resize(ref rows, (int)Math.Min(most, 2L * rows.Length));
        rows[Count++] = row;
    }

    public void Clear() => Count = 0;

    /// <summary>Orders the rows by series, those of a series as they came (counting sort: two passes, no comparison).</summary>
    public void Sort(int seriesCount)
    {
        starts = new int[seriesCount + 1];
        foreach (ref readonly var row in rows.AsSpan(0, Count))
            starts[row.Series + 1]++;
        for (int series = 0; series < seriesCount; series++)
            starts[series + 1] += starts[series];
        if (order.Length < Count)
            order = new int[Count];
        var next = starts[..seriesCount];
        for (int i = 0; i < Count; i++)
            order[next[rows[i].Series]++] = i;
    }

    /// <summary>Rows of a series after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<int> Of(int series) => order.AsSpan(starts[series], starts[series + 1] - starts[series]);

    public ref readonly SalesRow this[int index] => ref rows[index];
}

namespace Forecast.Domain.Reading;

/// <summary>Checked rows in memory, up to a limit, and their order by series. Kept in chunks, so that growing copies nothing.</summary>
internal sealed class SalesRows(int most)
{
    private const int ChunkBits = 16;
    private const int ChunkRows = 1 << ChunkBits;

    private readonly List<SalesRow[]> chunks = [];
    private int[] order = [];
    private int[] starts = [];

    public int Count { get; private set; }

    public bool IsFull => Count == most;

    public SalesRow this[int index] => chunks[index >> ChunkBits][index & (ChunkRows - 1)];

    public void Add(SalesRow row)
    {
        if (Count >> ChunkBits == chunks.Count)
            chunks.Add(new SalesRow[ChunkRows]);
        chunks[Count >> ChunkBits][Count & (ChunkRows - 1)] = row;
        Count++;
    }

    public void Clear() => Count = 0;

    /// <summary>Orders the rows by series, those of a series as they came (counting sort: two passes, no comparison).</summary>
    public void Sort(int seriesCount)
    {
        starts = new int[seriesCount + 1];
        for (int i = 0; i < Count; i++)
            starts[this[i].Series + 1]++;
        for (int series = 0; series < seriesCount; series++)
            starts[series + 1] += starts[series];
        if (order.Length < Count)
            order = new int[Count];
        var next = starts[..seriesCount];
        for (int i = 0; i < Count; i++)
            order[next[this[i].Series]++] = i;
    }

    /// <summary>Places of the rows of a series after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<int> Of(int series) => order.AsSpan(starts[series], starts[series + 1] - starts[series]);
}

namespace Forecast.Domain.Loads;

/// <summary>What a load has counted so far; written by the load, read by its progress reports.</summary>
internal sealed class LoadCounts
{
    private long rowsRead;
    private long rowsRejected;

    public long RowsRead => Interlocked.Read(ref rowsRead);

    public long RowsRejected => Interlocked.Read(ref rowsRejected);

    public long RowsAccepted { get; set; }

    public long RowsDuplicate { get; set; }

    public long ValuesChanged { get; set; }

    public DateOnly? FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    /// <summary>What the loader should know beside the counts.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>A number of things in words.</summary>
    public static string Of(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";

    /// <summary>Adds a remark, if there is one.</summary>
    public void Remark(string? remark)
    {
        if (remark is not null)
            Remarks.Add(remark);
    }

    /// <summary>Forgets everything: the file is read again.</summary>
    public void Clear()
    {
        (RowsAccepted, RowsDuplicate, ValuesChanged, FirstDay, LastDay) = (0, 0, 0, null, null);
        Interlocked.Exchange(ref rowsRead, 0);
        SetRejected(0);
        Remarks.Clear();
    }

    public void AddRead(long rows) => Interlocked.Add(ref rowsRead, rows);

    public void SetRejected(long rows) => Interlocked.Exchange(ref rowsRejected, rows);
}

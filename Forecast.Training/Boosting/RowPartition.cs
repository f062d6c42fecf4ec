namespace Forecast.Training.Boosting;

/// <summary>Row numbers, ordered so that the rows of each leaf lie together in ascending order.</summary>
internal sealed unsafe class RowPartition(int capacity)
{
    /// <summary>Fewer rows than this are not worth a second thread.</summary>
    private const int Shared = 8192;

    private readonly int[] scratch = GC.AllocateUninitializedArray<int>(capacity, pinned: true);
    private int[] lefts = [];

    /// <summary>Pinned.</summary>
    internal int[] Rows { get; } = GC.AllocateUninitializedArray<int>(capacity, pinned: true);

    /// <summary>
    /// Moves the rows of [begin, begin + count) whose bin is in the set to the front, both sides keeping their order; returns how many.
    /// </summary>
    internal int Divide(int begin, int count, BinnedColumns columns, int feature, BinSet set, WorkerTeam team)
    {
        var goes = new byte[256];
        for (int b = 0; b < goes.Length; b++)
            goes[b] = set.Contains(b) ? (byte)1 : (byte)0;

        if (team.Units == 1 || count < Shared)
        {
            int left = DivideRange(begin, begin + count, columns, feature, goes);
            scratch.AsSpan(begin, count - left).CopyTo(Rows.AsSpan(begin + left));
            return left;
        }

        int units = team.Units;
        if (lefts.Length != units)
            lefts = new int[units];
        team.Run(units, unit =>
        {
            var (from, to) = WorkerTeam.Share(count, 16, unit, units);
            lefts[unit] = DivideRange(begin + from, begin + to, columns, feature, goes);
        });
        return Join(begin, count);
    }

    private int Join(int begin, int count)
    {
        int left = 0;
        for (int u = 0; u < lefts.Length; u++)
        {
            var (from, _) = WorkerTeam.Share(count, 16, u, lefts.Length);
            Rows.AsSpan(begin + from, lefts[u]).CopyTo(Rows.AsSpan(begin + left));
            left += lefts[u];
        }

        int at = begin + left;
        for (int u = 0; u < lefts.Length; u++)
        {
            var (from, to) = WorkerTeam.Share(count, 16, u, lefts.Length);
            int right = to - from - lefts[u];
            scratch.AsSpan(begin + from, right).CopyTo(Rows.AsSpan(at));
            at += right;
        }

        return left;
    }

    /// <summary>Left rows go to the front of the range, right ones to the same place in the scratch array.</summary>
    private int DivideRange(int begin, int end, BinnedColumns columns, int feature, byte[] goes)
    {
        int left = begin, right = begin;
        fixed (int* rows = Rows, aside = scratch)
        fixed (byte* bins = columns.Bins, table = goes)
        {
            byte* column = bins + ((long)feature * columns.Stride);
            for (int i = begin; i < end; i++)
            {
                int row = rows[i];
                int go = table[column[row]];
                rows[left] = row;
                aside[right] = row;
                left += go;
                right += 1 - go;
            }
        }

        return left - begin;
    }
}

using Forecast.Training.Numerics;

namespace Forecast.Training.Panels;

/// <summary>
/// Work over blocks of series in parallel. Each block writes only its own rows, so the result does not depend on the threads.
/// </summary>
internal static class Blocks
{
    /// <summary>
    /// Calls <paramref name="work"/> once per block with its first series, its count of series and the worker's own scratch.
    /// </summary>
    public static void Run<TScratch>(int series, int threads, Func<TScratch> scratch, Action<int, int, TScratch> work, CancellationToken ct)
    {
        int lanes = Lanes.Count, blocks = (series + lanes - 1) / lanes;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = ct };
        Parallel.For(0, blocks, options, scratch, (block, _, mine) =>
        {
            int first = block * lanes;
            work(first, Math.Min(lanes, series - first), mine);
            return mine;
        }, static _ => { });
    }
}

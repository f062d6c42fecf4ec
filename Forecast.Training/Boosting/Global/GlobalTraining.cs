namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Draws the rows the global model learns from: of every series, pairs of origin and step, spread evenly over all that have a known
/// target, the same ones for the same seed.
/// </summary>
internal sealed class GlobalTraining
{
    private const int LeastHistory = 28; // days between a series' first sale and an origin that teaches

    private readonly GlobalPanel global;
    private readonly GlobalModelOptions options;
    private readonly int[] columns;
    private readonly int last; // last training day
    private readonly ParallelOptions parallel;
    private readonly int perSeries;

    internal GlobalTraining(GlobalPanel global, GlobalModelOptions options, int[] columns, int last, int threads, CancellationToken ct)
    {
        (this.global, this.options, this.columns, this.last) = (global, options, columns, last);
        parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct };
        perSeries = Math.Max(1, options.Rows / Math.Max(1, global.Panel.Series.Count));
    }

    /// <summary>Quantised rows; none if no series has a day to learn from.</summary>
    internal BoostingRows? Rows(int threads)
    {
        int series = global.Panel.Series.Count;
        var counts = new int[series];
        ForEachSeries((history, s) => counts[s] = Pairs(history, s, default));
        var starts = new int[series + 1];
        for (int s = 0; s < series; s++)
            starts[s + 1] = checked(starts[s] + counts[s]);
        if (starts[series] == 0)
            return null;

        var features = Features(starts, threads);
        var rows = new BoostingRows(features, starts[series], weighted: true);
        ForEachSeries((history, s) =>
        {
            var drawn = new List<(int Origin, int Step)>(counts[s]);
            Pairs(history, s, drawn);
            var block = new Block(drawn.Count, columns.Length);
            Fill(history, s, drawn, block);
            rows.Set(starts[s], block.Values, block.Target, block.Weight);
        });
        return rows;
    }

    /// <summary>Bins from every n-th row of each series.</summary>
    private BoostingFeatures Features(int[] starts, int threads)
    {
        int every = Math.Max(1, starts[^1] / BoostingFeatures.SampleRows);
        var sample = new float[(long)((starts[^1] + every - 1) / every) * columns.Length];
        ForEachSeries((history, s) =>
        {
            var drawn = new List<(int Origin, int Step)>();
            Pairs(history, s, drawn);
            int first = (every - (starts[s] % every)) % every;
            var chosen = new List<(int Origin, int Step)>();
            for (int i = first; i < drawn.Count; i += every)
                chosen.Add(drawn[i]);
            var block = new Block(chosen.Count, columns.Length);
            Fill(history, s, chosen, block);
            block.Values.CopyTo(sample, (long)((starts[s] + first) / every) * columns.Length);
        });
        var names = columns.Select(c => GlobalFeatures.All[c].Name).ToArray();
        var categorical = Enumerable.Range(0, columns.Length).Where(c => GlobalFeatures.All[columns[c]].Categorical).ToHashSet();
        return BoostingFeatures.From(names, sample, categorical, options.Trees.Bins, options.Trees.Seed, threads);
    }

    private void ForEachSeries(Action<SeriesHistory, int> body) =>
        Parallel.For(0, global.Panel.Series.Count, parallel, () => new SeriesHistory(global.Panel.Days), (s, _, history) =>
        {
            history.Load(global.Panel, s);
            body(history, s);
            return history;
        }, _ => { });

    /// <summary>Counts the drawn pairs with a known target, and lists them if asked to.</summary>
    private int Pairs(SeriesHistory history, int series, List<(int Origin, int Step)>? list)
    {
        int first = Math.Max(history.First + LeastHistory - 1, last - options.OriginDays), horizon = options.Horizon;
        long pairs = 0; // origin o has the steps that end by the last training day
        int full = last - horizon - first + 1; // origins with all steps
        if (first >= last)
            return 0;
        pairs = ((long)Math.Max(0, full) * horizon) + Short(Math.Min(horizon - 1, last - first));
        long wanted = Math.Min(pairs, perSeries);
        int count = 0;
        ulong state = RowSample.Mix(options.Trees.Seed + (ulong)series);
        for (long i = 0; i < wanted; i++)
        {
            // One draw from each of as many strata.
            long from = pairs * i / wanted, width = (pairs * (i + 1) / wanted) - from;
            state += 0x9E3779B97F4A7C15;
            var (origin, step) = Pair(from + (long)(RowSample.Mix(state) % (ulong)width), first, full, horizon);
            if (float.IsNaN(history.Value[origin + step]))
                continue;
            count++;
            list?.Add((origin, step));
        }

        return count;
    }

    /// <summary>Pairs of the last origins, which have fewer steps each day: 1 + 2 + … + <paramref name="steps"/>.</summary>
    private static long Short(int steps) => (long)steps * (steps + 1) / 2;

    private (int Origin, int Step) Pair(long index, int first, int full, int horizon)
    {
        long whole = (long)Math.Max(0, full) * horizon;
        if (index < whole)
            return (first + (int)(index / horizon), 1 + (int)(index % horizon));
        long rest = index - whole;
        int origin = first + Math.Max(0, full);
        while (rest >= last - origin)
            rest -= last - origin++;
        return (origin, 1 + (int)rest);
    }

    private void Fill(SeriesHistory history, int series, List<(int Origin, int Step)> pairs, Block block)
    {
        Span<float> row = stackalloc float[GlobalFeatures.All.Length];
        double steps = history.SquaredSteps(last);
        for (int i = 0; i < pairs.Count; i++)
        {
            var (origin, step) = pairs[i];
            float level = GlobalFeatureRow.Level(history, origin);
            GlobalFeatureRow.Write(global, history, series, origin, step, options.Horizon, level, row);
            for (int c = 0; c < columns.Length; c++)
                block.Values[(i * columns.Length) + c] = row[columns[c]];
            block.Target[i] = history.Value[origin + step] / level;
            block.Weight[i] = Weight(level, steps);
        }
    }

    /// <summary>
    /// One over the noise of the scaled target, measured by the differences of neighbouring days: what is noisy by nature teaches less. It makes
    /// the loss that of RMSSE, which divides by the same differences. Bounded, so that a series without noise is not all that counts.
    /// </summary>
    private static float Weight(float level, double squaredSteps)
    {
        double relative = squaredSteps / ((double)level * level);
        return double.IsFinite(relative) ? (float)(1 / (0.05 + relative)) : 1;
    }

    private sealed class Block(int rows, int columns)
    {
        internal float[] Values { get; } = new float[rows * columns];

        internal float[] Target { get; } = new float[rows];

        internal float[] Weight { get; } = new float[rows];
    }
}

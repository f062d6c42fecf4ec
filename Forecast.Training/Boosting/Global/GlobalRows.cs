using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Forecast.Training.Panels;

namespace Forecast.Training.Boosting.Global;

/// <summary>
/// What the global model learns from, collected panel by panel, so that the panels need not be in memory together: of every series, pairs
/// of origin and step, spread evenly over all that have a known target, the same ones for the same seed.
/// </summary>
/// <remarks>
/// A row knows nothing beyond its target day, so a model of any earlier last training day can be fitted from the rows until then. Panels
/// must hold whole stores, for the pooled histories of a store are made from the panel it is in.
/// </remarks>
internal sealed class GlobalRows
{
    private const int LeastHistory = 28; // days between a series' first sale and an origin that teaches

    private static readonly int Width = GlobalFeatures.All.Length;

    private readonly GlobalModelOptions options;
    private readonly int perSeries;
    private readonly List<Block> blocks = [];
    private readonly List<string> holidays = []; // in the order in which they turned up: a code keeps its meaning
    private readonly GlobalColumns columns = new();
    private double featureSeconds;

    /// <summary>Collects for that many series in all.</summary>
    /// <exception cref="ValidationException">An option lies outside of its range.</exception>
    internal GlobalRows(GlobalModelOptions options, int series)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        this.options = options;
        perSeries = Math.Max(1, options.Rows / Math.Max(1, series));
    }

    /// <summary>Draws the rows of one panel with targets up to the day with index <paramref name="lastTrainingDay"/>.</summary>
    internal void Add(Panel panel, int lastTrainingDay, int threads, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        holidays.AddRange(
            (panel.Holidays ?? []).Select(h => h.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Except(holidays));
        var global = new GlobalPanel(panel, [.. holidays], firstSale: null, threads, ct);
        columns.Add(global);
        var drawn = new Block?[panel.Series.Count];
        ForEachSeries(global, threads, ct, (history, s) =>
        {
            var pairs = Pairs(history, s, lastTrainingDay);
            if (pairs.Count > 0)
                drawn[s] = Rows(global, history, s, pairs);
        });
        blocks.AddRange(drawn.OfType<Block>());
        featureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Fits our own trees on the rows with targets until a day.</summary>
    internal GlobalModel Fit(DateOnly lastTrainingDay, int threads, CancellationToken ct) =>
        Fit(new TreeLearner("boosted-trees"), lastTrainingDay, int.MaxValue, threads, ct);

    /// <summary>Lets anyone learn from the rows with targets until a day, or from as many of them, evenly spread, as are wanted.</summary>
    internal GlobalModel Fit(IRowLearner learner, DateOnly lastTrainingDay, int mostRows, int threads, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        int[] used = columns.Used();
        var rows = Quantised(used, features: null, lastTrainingDay, mostRows, threads, ct);
        double seconds = featureSeconds + Stopwatch.GetElapsedTime(start).TotalSeconds;
        featureSeconds = 0; // told once
        var learned = rows is null ? null : learner.Fit(rows, options.Trees, threads, ct);
        return new GlobalModel(learned, used, [.. holidays], options.Horizon, lastTrainingDay) { FeatureSeconds = seconds };
    }

    /// <summary>A model with <paramref name="rounds"/> more trees, grown on the rows with targets until a later day.</summary>
    internal GlobalModel Extend(GlobalModel model, DateOnly lastTrainingDay, int rounds, int threads, CancellationToken ct)
    {
        if (model.Trees is not { } trees)
            return model;
        long start = Stopwatch.GetTimestamp();
        int[] used = [.. model.Columns];
        var rows = Quantised(used, trees.Features, lastTrainingDay, int.MaxValue, threads, ct)!;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var extended = trees.Extend(rows, options.Trees, rounds, threads, ct);
        return new GlobalModel(extended, used, [.. model.Holidays], options.Horizon, lastTrainingDay) { FeatureSeconds = seconds };
    }

    /// <summary>The rows until a day, by the given features or by those that suit them; null if there are none.</summary>
    private BoostingRows? Quantised(
        int[] used, BoostingFeatures? features, DateOnly until, int mostRows, int threads, CancellationToken ct)
    {
        var chosen = Thinned([.. blocks.Select(b => b.Until(until.DayNumber))], mostRows);
        int count = chosen.Sum(c => c.Length);
        if (count == 0)
            return null;
        var rows = new BoostingRows(features ?? Features(used, chosen, count, threads), count, weighted: true);
        float scale = WeightScale(chosen, count);
        var starts = new int[chosen.Length];
        for (int b = 1; b < chosen.Length; b++)
            starts[b] = starts[b - 1] + chosen[b - 1].Length;
        Parallel.For(0, chosen.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, () =>
            new float[perSeries * used.Length], (b, _, values) =>
        {
            Set(rows, starts[b], blocks[b], chosen[b], used, scale, values);
            return values;
        }, static _ => { });
        return rows;
    }

    /// <summary>Every n-th row of all, so that no more are left than wanted.</summary>
    private static int[][] Thinned(int[][] chosen, int most)
    {
        int count = chosen.Sum(c => c.Length);
        if (count <= most)
            return chosen;
        int every = (count + most - 1) / most, seen = 0;
        return [.. chosen.Select(rows => Array.FindAll(rows, _ => seen++ % every == 0))];
    }

    /// <summary>
    /// Makes the mean weight 1, so that the least weight of a leaf counts rows: where demand is steady, weights are large, and a leaf of
    /// "30" was three rows.
    /// </summary>
    private float WeightScale(int[][] chosen, int count)
    {
        double total = 0;
        for (int b = 0; b < chosen.Length; b++)
        {
            foreach (int row in chosen[b])
                total += blocks[b].Weight[row];
        }

        return total > 0 ? (float)(count / total) : 1;
    }

    /// <summary>Bins from every n-th of the chosen rows.</summary>
    private BoostingFeatures Features(int[] used, int[][] chosen, int count, int threads)
    {
        int every = Math.Max(1, count / BoostingFeatures.SampleRows);
        var sample = new List<float>((count + every - 1) / every * used.Length);
        int seen = 0;
        for (int b = 0; b < chosen.Length; b++)
        {
            foreach (int row in chosen[b])
            {
                if (seen++ % every != 0)
                    continue;
                foreach (int column in used)
                    sample.Add(blocks[b].Values[(row * Width) + column]);
            }
        }

        string[] names = [.. used.Select(c => GlobalFeatures.All[c].Name)];
        var categorical = Enumerable.Range(0, used.Length).Where(c => GlobalFeatures.All[used[c]].Categorical).ToHashSet();
        return BoostingFeatures.From(names, sample.ToArray(), categorical, options.Trees.Bins, options.Trees.Seed, threads);
    }

    private static void Set(BoostingRows rows, int first, Block block, int[] chosen, int[] used, float scale, Span<float> values)
    {
        int at = 0;
        foreach (int row in chosen)
        {
            foreach (int column in used)
                values[at++] = block.Values[(row * Width) + column];
        }

        rows.Set(first, values[..at], Array.ConvertAll(chosen, row => block.Target[row]),
            Array.ConvertAll(chosen, row => scale * block.Weight[row]));
    }

    private static void ForEachSeries(GlobalPanel global, int threads, CancellationToken ct, Action<SeriesHistory, int> body) =>
        Parallel.For(0, global.Panel.Series.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct },
            () => new SeriesHistory(global.Panel.Days), (s, _, history) =>
            {
                history.Load(global, s);
                body(history, s);
                return history;
            }, static _ => { });

    /// <summary>Draws pairs with a known target.</summary>
    private List<(int Origin, int Step)> Pairs(SeriesHistory history, int series, int last)
    {
        int first = Math.Max(history.First + LeastHistory - 1, last - options.OriginDays), horizon = options.Horizon;
        if (first >= last)
            return [];
        int full = last - horizon - first + 1; // origins with all steps; later ones have the steps that end by the last training day
        long pairs = ((long)Math.Max(0, full) * horizon) + Short(Math.Min(horizon - 1, last - first));
        long wanted = Math.Min(pairs, perSeries);
        var drawn = new List<(int Origin, int Step)>((int)wanted);
        ulong state = RowSample.Mix(options.Trees.Seed + (ulong)series);
        for (long i = 0; i < wanted; i++)
        {
            // One draw from each of as many strata.
            long from = pairs * i / wanted, width = (pairs * (i + 1) / wanted) - from;
            state += 0x9E3779B97F4A7C15;
            var (origin, step) = Pair(from + (long)(RowSample.Mix(state) % (ulong)width), first, full, horizon, last);
            if (!float.IsNaN(history.Value[origin + step]))
                drawn.Add((origin, step));
        }

        return drawn;
    }

    /// <summary>Pairs of the last origins, which have fewer steps each day: 1 + 2 + … + <paramref name="steps"/>.</summary>
    private static long Short(int steps) => (long)steps * (steps + 1) / 2;

    private static (int Origin, int Step) Pair(long index, int first, int full, int horizon, int last)
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

    private Block Rows(GlobalPanel global, SeriesHistory history, int series, List<(int Origin, int Step)> pairs)
    {
        var block = new Block(pairs.Count);
        for (int row = 0; row < pairs.Count; row++)
        {
            var (origin, step) = pairs[row];
            float level = GlobalFeatureRow.Level(history, origin);
            GlobalFeatureRow.Write(global, history, series, origin, step, options.Horizon, level, block.Values.AsSpan(row * Width, Width));
            block.Target[row] = history.Value[origin + step] / level;
            block.Weight[row] = Weight(level, history.SquaredSteps(origin));
            block.Day[row] = global.Panel.FirstDay.DayNumber + origin + step;
        }

        return block;
    }

    /// <summary>
    /// One over the noise of the scaled target, measured by the differences of neighbouring days: what is noisy by nature teaches less. It
    /// makes the loss that of RMSSE, which divides by the same differences. Bounded, so that a series without noise is not all that counts.
    /// </summary>
    private static float Weight(float level, double squaredSteps)
    {
        double relative = squaredSteps / ((double)level * level);
        return double.IsFinite(relative) ? (float)(1 / (0.05 + relative)) : 1;
    }

    /// <summary>The rows of one series, all columns.</summary>
    private sealed class Block(int rows)
    {
        internal float[] Values { get; } = new float[rows * Width];

        internal float[] Target { get; } = new float[rows];

        internal float[] Weight { get; } = new float[rows];

        /// <summary>Day number of the target.</summary>
        internal int[] Day { get; } = new int[rows];

        internal int[] Until(int day) => [.. Enumerable.Range(0, Day.Length).Where(row => Day[row] <= day)];
    }
}

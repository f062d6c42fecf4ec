using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Forecast.Training.Boosting;

namespace Forecast.Bench;

/// <summary>
/// Our boosted trees against XGBoost's <c>hist</c> (Debian's python3-xgboost): the same rows, features, leaves, rounds and threads,
/// one after the other, several times; seconds from raw floats in memory to a fitted model, and the error on held-out rows.
/// </summary>
internal static class BoostingAgainstXgboost
{
    internal static int Run(string[] args)
    {
        int rows = Number(args, 0, 400_000), features = Number(args, 1, 40), leaves = Number(args, 2, 31), rounds = Number(args, 3, 300);
        int threads = Number(args, 4, 2), repeats = Number(args, 5, 2);
        int held = rows / 8;
        var (values, target) = Data(rows + held, features);
        string folder = Directory.CreateTempSubdirectory("boosting").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "x"), MemoryMarshal.AsBytes(values.AsSpan()));
            File.WriteAllBytes(Path.Combine(folder, "y"), MemoryMarshal.AsBytes(target.AsSpan()));
            Console.WriteLine($"{rows} rows × {features} features, {leaves} leaves, {rounds} rounds, {threads} threads; seconds to fit "
                + $"(and of all processors together, which other work on the machine does not disturb), RMSE on {held} held-out rows");
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                Ours(values, target, rows, features, leaves, rounds, threads);
                if (!args.Contains("alone", StringComparer.Ordinal))
                    Xgboost(folder, rows, features, leaves, rounds, threads);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Ours(float[] values, float[] target, int rows, int features, int leaves, int rounds, int threads)
    {
        var options = new BoostingOptions
        {
            Leaves = leaves,
            Rounds = rounds,
            LearningRate = 0.06,
            MinLeafWeight = 50,
            RowSample = 0.8,
            ColumnSample = 0.8,
            Depth = 64,
        };
        var watch = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var names = Enumerable.Range(0, features).Select(f => $"f{f}").ToArray();
        var x = values.AsMemory(0, rows * features);
        var made = BoostingFeatures.From(names, x, threads: threads);
        var train = BoostingRows.From(made, x, target.AsMemory(0, rows), threads: threads);
        double binned = watch.Elapsed.TotalSeconds;
        var trees = BoostedTrees.Fit(train, options, threads: threads);
        double fitted = watch.Elapsed.TotalSeconds;
        double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var predictions = new float[target.Length - rows];
        trees.Predict(values.AsMemory(rows * features), predictions, threads);
        double sum = 0;
        for (int i = 0; i < predictions.Length; i++)
            sum += Math.Pow(predictions[i] - target[rows + i], 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ours     {fitted:F2} s ({processor:F2} s of processors, {binned:F2} s to quantise), "
            + $"predict {watch.Elapsed.TotalSeconds - fitted:F3} s, RMSE {Math.Sqrt(sum / predictions.Length):F4}"));
    }

    private static void Xgboost(string folder, int rows, int features, int leaves, int rounds, int threads)
    {
        string script = string.Create(CultureInfo.InvariantCulture, $"""
            import time, numpy as np, xgboost as xgb
            x = np.fromfile("{folder}/x", "f4").reshape(-1, {features}); y = np.fromfile("{folder}/y", "f4"); n = {rows}
            kw = dict(tree_method="hist", max_depth=0, max_leaves={leaves}, grow_policy="lossguide", eta=0.06,
                      min_child_weight=50, subsample=0.8, colsample_bytree=0.8, nthread={threads})
            t = time.perf_counter(); c = time.process_time()
            d = xgb.DMatrix(x[:n], y[:n], nthread={threads}); b = xgb.train(kw, d, {rounds})
            fit = time.perf_counter() - t; cpu = time.process_time() - c
            h = xgb.DMatrix(x[n:], nthread={threads}); p = b.predict(h); total = time.perf_counter() - t
            print(f"xgboost  {"{fit:.2f} s ({cpu:.2f} s of processors), predict {total - fit:.3f} s,"}",
                  f"RMSE {"{np.sqrt(np.mean((p - y[n:]) ** 2)):.4f}"}")
            """);
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script]))!;
        process.WaitForExit();
    }

    /// <summary>A mixture of what demand features look like: zero-heavy lags, ratios, calendar, flags, codes.</summary>
    private static (float[] Values, float[] Target) Data(int rows, int features)
    {
        var values = new float[rows * features];
        var target = new float[rows];
        var random = new Random(7);
        for (int r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * features, features);
            float level = (float)(0.2 + random.NextDouble());
            for (int f = 0; f < features; f++)
            {
                row[f] = (f % 8) switch
                {
                    0 or 1 or 2 => MathF.Max(0, (float)((random.NextDouble() * 3 * level) - 0.8)), // half of it zero
                    3 => level * (float)(0.5 + random.NextDouble()),
                    4 => MathF.Log(level) + (0.2f * (float)random.NextDouble()),
                    5 => random.Next(0, 7 + f),
                    6 => random.Next(0, 10) == 0 ? 1 : 0,
                    _ => (float)random.NextDouble(),
                };
            }

            double noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            target[r] = (float)((row[0] * 0.4) + (row[3] * 0.5) + (row[6] * (1 + row[5]) * 0.3) + (Math.Sin(row[7] * 9) * row[1 % features])
                + (row[Math.Min(13, features - 1)] > 3 ? 0.3 : 0) + noise);
        }

        return (values, target);
    }

    private static int Number(string[] args, int at, int otherwise) =>
        args.Length > at && int.TryParse(args[at], CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

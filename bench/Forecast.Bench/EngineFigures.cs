using System.Diagnostics;
using System.Globalization;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Bench;

/// <summary>What fits and updates of local models cost, by the number of series: per 1,000 series it must not grow.</summary>
internal static class EngineFigures
{
    private const int Horizon = 7;

    /// <summary><c>scaling [DAYS] [THREADS] [REPEATS] [SERIES,…]</c></summary>
    internal static int Scaling(string[] args)
    {
        int days = Number(args, 0, 1900), threads = Number(args, 1, 2), repeats = Number(args, 2, 3);
        int[] sizes = Numbers(args, 3, [1000, 3000, 10_000, 30_000]);
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Threads = threads, Models = ["local"] });
        var small = GeneratedPanel.Create(1000, days, Horizon, events: false);
        for (int i = 0; i < 4; i++)
            engine.Fit(small); // until everything is compiled
        Console.WriteLine($"Local fit, {days} days, {threads} threads, best of {repeats}");
        Console.WriteLine("series   seconds   per 1,000   seconds of processors per 1,000   against the first");
        double first = 0;
        foreach (int series in sizes)
        {
            var panel = GeneratedPanel.Create(series, days, Horizon, events: false);
            var (wall, processor) = Best(repeats, () => engine.Fit(panel));
            first = first == 0 ? processor / series : first;
            double each = processor / series;
            Print($"{series,6} {wall,9:F3} {wall * 1000 / series,11:F4} {1000 * each,33:F4} {each / first,19:F2}");
        }

        return 0;
    }

    /// <summary><c>update [THREADS] [REPEATS] [SERIES,…] [DAYS,…]</c>: one new day on a fitted panel.</summary>
    internal static int Update(string[] args)
    {
        int threads = Number(args, 0, 2), repeats = Number(args, 1, 30);
        int[] sizes = Numbers(args, 2, [1000, 30_000]), lengths = Numbers(args, 3, [800, 1900]);
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Threads = threads, Models = ["local"] });
        Console.WriteLine($"Update by one day, {threads} threads, best of {repeats}");
        Console.WriteLine("series   days   promotions, prices   ms   ms per 1,000   ms of processors per 1,000");
        foreach (bool events in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int series in sizes)
            {
                foreach (int days in lengths)
                {
                    var panel = GeneratedPanel.Create(series, days, Horizon, events);
                    var fitted = engine.Fit(GeneratedPanel.DayBefore(panel));
                    for (int i = 0; i < 10; i++)
                        engine.Update(fitted, panel);
                    var (wall, processor) = Best(repeats, () => engine.Update(fitted, panel));
                    var told = events ? "yes" : "no";
                    Print($"{series,6} {days,6} {told,20} {wall * 1e3,4:F2} {wall * 1e6 / series,14:F2} {processor * 1e6 / series,28:F2}");
                }
            }
        }

        return 0;
    }

    /// <summary>
    /// <c>explain [STORES] [ITEMS] [DAYS] [REPEATS]</c>: takes apart every forecast of a region with promotions, prices, holidays and
    /// closed days, as the first one to ask pays for it, and then again.
    /// </summary>
    internal static int Explain(string[] args)
    {
        int stores = Number(args, 0, 20), items = Number(args, 1, 40), days = Number(args, 2, 730), repeats = Number(args, 3, 10);
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Threads = 1 });
        var panel = GeneratedPanel.Region(stores, items, days, Horizon);
        using var stored = new MemoryStream();
        engine.Fit(GeneratedPanel.DayBefore(panel)).Write(stored);
        Console.WriteLine($"Explaining {stores} stores × {items} items × {days} days, {Horizon} days ahead, one thread, ms of processors");
        Console.WriteLine("            read   update   predict   explain   all");
        double[] first = Explain(engine, panel, stored), best = first;
        for (int i = 1; i < repeats; i++)
            best = [.. best.Zip(Explain(engine, panel, stored), Math.Min)];
        PrintStages("first", first);
        PrintStages("best", best);
        return 0;
    }

    private static double[] Explain(ForecastEngine engine, Panel panel, MemoryStream stored)
    {
        stored.Position = 0;
        var (read, state) = Processor(() => FittedPanel.Read(stored));
        var (update, updated) = Processor(() => engine.Update(state, panel));
        var (predict, forecast) = Processor(() => engine.Predict(updated, panel));
        var (explain, _) = Processor(() => engine.Explain(updated, panel, forecast).Of([.. Enumerable.Range(0, panel.Series.Count)]));
        return [read, update, predict, explain, read + update + predict + explain];
    }

    private static void PrintStages(string what, double[] ms) =>
        Print($"{what,-6} {ms[0],9:F0} {ms[1],8:F0} {ms[2],9:F0} {ms[3],9:F0} {ms[4],5:F0}");

    private static (double Ms, T Result) Processor<T>(Func<T> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var result = work();
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalMilliseconds, result);
    }

    /// <summary>The shortest wall clock, and the mean processor time, which other work on the machine hardly disturbs.</summary>
    private static (double Wall, double Processor) Best(int repeats, Action work)
    {
        double wall = double.PositiveInfinity;
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        process.Refresh();
        return (wall, (process.TotalProcessorTime - before).TotalSeconds / repeats);
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private static int Number(string[] args, int at, int otherwise) => Numbers(args, at, [otherwise])[0];

    private static int[] Numbers(string[] args, int at, int[] otherwise) =>
        args.Length > at ? [.. args[at].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] : otherwise;
}

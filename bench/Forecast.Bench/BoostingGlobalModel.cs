using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Reading;
using Forecast.Training.Boosting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Evaluation;

namespace Forecast.Bench;

/// <summary>
/// The global model alone at past origins of a sales file, each a whole fit: forecasts for an independent score, and seconds.
/// </summary>
internal static class BoostingGlobalModel
{
    internal static int Run(string[] args)
    {
        if (args.Length < 4)
        {
            Console.Error.WriteLine("global-model SALES.csv[.gz] HORIZON WINDOWS FORECASTS.csv [squared|poisson|tweedie] [THREADS] [ROWS] "
                + "[ROUNDS] [RATE] [ROW-SAMPLE] [COLUMN-SAMPLE]");
            return 1;
        }

        var sales = LongSalesReader.ReadAsync(
            args[0], missingIsZero: false, new ReadingOptions { AcceptFractions = true }, CancellationToken.None).GetAwaiter().GetResult();
        int horizon = int.Parse(args[1], CultureInfo.InvariantCulture), windows = int.Parse(args[2], CultureInfo.InvariantCulture);
        var loss = args.ElementAtOrDefault(
            4) switch
        { "squared" => BoostingLoss.Squared, "poisson" => BoostingLoss.Poisson, _ => BoostingLoss.Tweedie(1.1) };
        int threads = Number(args, 5, 2), rows = Number(args, 6, 300_000), rounds = Number(args, 7, 200);
        var options = new GlobalModelOptions
        {
            Horizon = horizon,
            Rows = rows,
            Trees = new BoostingOptions
            {
                Loss = loss,
                Rounds = rounds,
                LearningRate = Real(args, 8, 0.08),
                RowSample = Real(args, 9, 0.6),
                ColumnSample = Real(args, 10, 0.5),
                MinLeafWeight = 30
            },
        };
        using var file = new StreamWriter(args[3]);
        file.WriteLine("store,item,origin,date,mean");
        double fit = 0, predict = 0;
        for (int w = windows; w > 0; w--)
        {
            int origin = sales.Days - 1 - (horizon * w);
            var panel = sales.At(origin, horizon);
            var watch = Stopwatch.StartNew();
            var model = GlobalModel.Fit(panel, options, origin, threads);
            fit += watch.Elapsed.TotalSeconds;
            watch.Restart();
            var forecast = model.Predict(panel, origin, horizon, threads);
            predict += watch.Elapsed.TotalSeconds;
            for (int i = 0; i < forecast.Length; i++)
            {
                var (store, item) = sales.Series[i / horizon];
                file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{sales.Stores[store]},{sales.Items[item]},{panel.Origin:yyyy-MM-dd},"
                        + $"{panel.Origin.AddDays(1 + (i % horizon)):yyyy-MM-dd},{forecast[i]:G6}"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sales.Series.Length} series × {windows} origins: fit {fit / windows:F2} s, predict {predict / windows:F3} s per origin, "
                + $"{Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds / windows:F2} s of processors per origin with reading"));
        return 0;
    }

    private static double Real(string[] args, int at, double otherwise) =>
        args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static int Number(string[] args, int at, int otherwise) =>
        args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}

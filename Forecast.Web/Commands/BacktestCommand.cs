using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Forecast.Domain.Reading;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;
using Forecast.Training.Evaluation;

namespace Forecast.Web.Commands;

/// <summary><c>backtest</c>: sales in, forecasts at past origins and their scores out. Needs no server.</summary>
public static class BacktestCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create()
    {
        var input = new Option<FileInfo>(
            "--input")
        { Description = "Long sales file: date,store,item,quantity[,promotion,price,open]; csv or csv.gz", Required = true };
        var items = new Option<FileInfo?>(
            "--items")
        { Description = "Item file: item,category; series of a category learn from each other, and its sums are scored" };
        var stores = new Option<FileInfo?>("--stores") { Description = "Store file: store,region; the sums of regions are scored" };
        var output = new Option<FileInfo?>(
            "--output")
        { Description = "Forecasts as csv: store,item,origin,date,actual,mean,p10,p50,p90,model" };
        var horizon = new Option<int>("--horizon") { Description = "Days to forecast after each origin", DefaultValueFactory = _ => 14 };
        var windows = new Option<int>("--windows") { Description = "Number of origins", DefaultValueFactory = _ => 1 };
        var stride = new Option<int?>("--stride") { Description = "Days between origins (default: the horizon)" };
        var season = new Option<int>("--season") { Description = "Days in one season", DefaultValueFactory = _ => 7 };
        var threads = new Option<int>(
            "--threads")
        { Description = "Threads to use", DefaultValueFactory = _ => Environment.ProcessorCount };
        var models = new Option<string>(
            "--models")
        {
            Description = "auto, local, or model names separated by commas; "
                + $"{string.Join(" and ", SalesBacktest.ChallengerNames)} are scored beside ours and forecast nothing",
            DefaultValueFactory = _ => "auto",
        };
        var missing = new Option<string>(
            "--missing")
        { Description = "What a day without a row means inside a series", DefaultValueFactory = _ => "not-loaded" };
        missing.AcceptOnlyFromAmong("not-loaded", "nothing-sold", "unknown", "zero"); // The last two are of earlier versions.
        var zone = new Option<string?>("--time-zone") { Description = "IANA time zone of the stores, for dates with a zone of their own" };
        var reading = new ReadingChoices();
        foreach (var positive in (Option[])[horizon, windows, stride, season, threads])
        {
            positive.Validators.Add(r =>
            {
                if (r.GetValueOrDefault<int?>() < 1)
                    r.AddError($"{positive.Name} must be at least 1.");
            });
        }

        var command = new Command("backtest", "Forecast past days of a sales file and score the result; no server needed.")
        {
            input, items, stores, output, horizon, windows, stride, season, threads, models, missing, zone,
        };
        reading.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetRequiredValue(input).FullName,
            parsed.GetValue(items)?.FullName,
            parsed.GetValue(stores)?.FullName,
            parsed.GetValue(output)?.FullName,
            new EngineOptions
            {
                Horizon = parsed.GetValue(horizon),
                Seasonality = parsed.GetValue(season),
                Threads = parsed.GetValue(threads),
                Models = [.. Names(parsed.GetValue(models)!).Except(SalesBacktest.ChallengerNames)],
            },
            [.. Names(parsed.GetValue(models)!).Intersect(SalesBacktest.ChallengerNames)],
            parsed.GetValue(windows),
            parsed.GetValue(stride) ?? parsed.GetValue(horizon),
            missingIsZero: parsed.GetValue(missing) is "zero" or "nothing-sold",
            // Nothing is stored here, so goods sold by weight need no leave.
            reading.Of(parsed, new ReadingOptions { AcceptFractions = true, TimeZone = parsed.GetValue(zone) }),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            ct));
        return command;
    }

    private static string[] Names(string models) =>
        models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task<int> RunAsync(
        string input, string? items, string? stores, string? output, EngineOptions options, IReadOnlyList<string> challengers, int windows,
        int stride, bool missingIsZero, ReadingOptions reading, TextWriter report, TextWriter errors, CancellationToken ct)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            var sales = await LongSalesReader.ReadAsync(input, missingIsZero, reading, ct);
            foreach (var remark in sales.Remarks)
                await errors.WriteLineAsync(remark);
            sales.Categories = items is null ? null : NameGroups.Read(items, "item", "category", sales.Items);
            sales.Regions = stores is null ? null : NameGroups.Read(stores, "store", "region", sales.Stores);
            double readSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            using var file = output is null ? null : new BacktestForecastFile(output, sales);
            var result = new SalesBacktest(sales, options, challengers)
                .Run(windows, stride, readSeconds, file is null ? null : file.Write, ct);
            file?.Complete();
            await report.WriteLineAsync(JsonSerializer.Serialize(result, Json));
            return Endings.IsDoubtful(sales.Rows, sales.Rejected) ? CommandEnd.Doubtful : 0;
        }
        catch (FileRefusedException e)
        {
            await errors.WriteLineAsync($"{input}: {e.Message}");
            return 1;
        }
        catch (TimeZoneNotFoundException)
        {
            await errors.WriteLineAsync($"There is no time zone \"{reading.TimeZone}\". Use an IANA name such as Europe/Berlin.");
            return 1;
        }
        catch (ArgumentException e)
        {
            await errors.WriteLineAsync(e.Message.Split(" (Parameter", 2)[0]); // The name of a parameter means nothing to users.
            return 1;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException
            or ChallengerMissingException)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

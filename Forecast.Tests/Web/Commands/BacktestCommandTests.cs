using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Forecast.Web.Commands;

namespace Forecast.Tests.Web.Commands;

public sealed class BacktestCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backtest-");

    private string Sales => Path.Combine(folder.FullName, "sales.csv");

    private string Output => Path.Combine(folder.FullName, "forecasts.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Forecasts_StandBesideWhatWasSold()
    {
        WriteSales("N1", "I1");

        var (code, report, _) = await RunAsync(
            "--input", Sales, "--output", Output, "--horizon", "7", "--windows", "2", "--models", "local");

        Assert.Equal(0, code);
        Assert.Equal(2, report.GetProperty("origins").GetArrayLength());
        var lines = await File.ReadAllLinesAsync(Output, TestContext.Current.CancellationToken);
        Assert.Equal("store,item,origin,date,actual,mean,p10,p50,p90,model", lines[0]);
        Assert.Equal(1 + 2 * 7, lines.Length);
        // 120 days from 1 January 2025 on; the last of two windows of seven days begins after 23 April. Quantities are 10 + weekday.
        Assert.Equal(["N1", "I1", "2025-04-23", "2025-04-24", "14"], lines[8].Split(',')[..5]);
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(line.Split(',')[5], CultureInfo.InvariantCulture), 9, 17));
        Assert.Equal([Output, Sales], folder.EnumerateFiles().Select(f => f.FullName).Order(StringComparer.Ordinal));
    }

    /// <summary>Names as long as they may be fill the buffer in the middle of a row, and need quotes besides.</summary>
    [Fact]
    public async Task LongNames_KeepEveryNumber()
    {
        string store = "\"N, " + new string('n', 190) + '"';
        var items = Enumerable.Range(0, 40).Select(i => new string('i', 190) + i.ToString(CultureInfo.InvariantCulture)).ToList();
        WriteSales(store, [.. items]);

        var (code, _, _) = await RunAsync("--input", Sales, "--output", Output, "--horizon", "7", "--models", "seasonal-naive");

        Assert.Equal(0, code);
        var lines = await File.ReadAllLinesAsync(Output, TestContext.Current.CancellationToken);
        Assert.Equal(1 + 40 * 7, lines.Length);
        Assert.All(lines.Skip(1), line =>
        {
            Assert.StartsWith($"{store},{new string('i', 190)}", line, StringComparison.Ordinal);
            Assert.DoesNotContain(",,", line, StringComparison.Ordinal);
            Assert.EndsWith(",seasonal-naive", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task BacktestThatFails_LeavesNoFile_AndAnEarlierOneAsItWas()
    {
        WriteSales("N1", "I1");
        await File.WriteAllTextAsync(Output, "earlier", TestContext.Current.CancellationToken);

        var (code, _, error) = await RunAsync("--input", Sales, "--output", Output, "--horizon", "7", "--windows", "40");

        Assert.Equal(1, code);
        Assert.Contains("40 windows of 7 days, 7 days apart, do not fit into 120 days of sales.", error, StringComparison.Ordinal);
        Assert.Equal("earlier", await File.ReadAllTextAsync(Output, TestContext.Current.CancellationToken));
        Assert.Equal(2, folder.EnumerateFiles().Count());
    }

    [Theory]
    [InlineData("--stride")]
    [InlineData("--windows")]
    public void NumbersBelowOne_AreRefusedByName(string option) =>
        Assert.Contains(
            $"{option} must be at least 1.",
            CommandLine.Create().Parse(["backtest", "--input", Sales, option, "0"]).Errors.Select(e => e.Message));

    private void WriteSales(string store, params string[] items) => File.WriteAllLines(Sales,
    [
        "date,store,item,quantity",
        .. Enumerable.Range(0, 120).Select(new DateOnly(2025, 1, 1).AddDays).SelectMany(day => items.Select(item =>
            string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{store},{item},{10 + (int)day.DayOfWeek}"))),
    ]);

    private static async Task<(int Code, JsonElement Report, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandLine.Create().Parse(["backtest", .. arguments, "--threads", "1"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, code == 0 ? JsonDocument.Parse(output.ToString()).RootElement : default, error.ToString());
    }
}

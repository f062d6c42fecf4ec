using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Web.Commands;

/// <summary>The command line as an operator types it.</summary>
public sealed class ImportCommandTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("foreact-import-").FullName;
    private Dictionary<string, string> settings = [];

    public async ValueTask InitializeAsync() =>
        settings = new Dictionary<string, string>(
            StringComparer.Ordinal)
        { ["ConnectionStrings__Forecast"] = await servers.NewDatabaseAsync() };

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task MastersAndSales_AreTakenInThatOrder()
    {
        string output = await Product.RunAsync(
            settings,
            "import",
            Write("sales.csv", "date,store,item,quantity\n2024-05-01,S1,I1,3\n2024-05-02,S1,I9,3\n"),
            "--items", Write("items.csv", "item,name,department\nI1,Milk,D\n"),
            "--stores", Write("stores.csv", "store,region\nS1,IT\n"),
            "--unknown", "create", "--time-zone", "Europe/Rome", "--holidays", "IT");

        Assert.Contains("stores.csv (load 1): 1 row read, 1 taken", output, StringComparison.Ordinal);
        Assert.Contains("Created region IT.", output, StringComparison.Ordinal);
        Assert.Contains("items.csv (load 2)", output, StringComparison.Ordinal);
        Assert.Contains("Ignored the columns department.", output, StringComparison.Ordinal);
        Assert.Contains("sales.csv (load 3): 2 rows read, 2 taken", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatCannotBeTaken_EndsWithItsReason()
    {
        var (code, output) = await Product.TryAsync(settings, "import", Write("empty.csv", ""));

        Assert.Equal(1, code);
        Assert.Contains("empty.csv (load 1): The file is empty.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNotThere_IsSaidSo()
    {
        var (code, output) = await Product.TryAsync(settings, "import", Path.Combine(folder, "missing.csv"));

        Assert.Equal(1, code);
        Assert.Contains("There is no file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfWhichNothingCanBeTaken_EndsWithTheFirstThreeReasons_AndLeavesNoRegion()
    {
        var (code, output) = await Product.TryAsync(
            settings, "import", "--unknown", "create", "--region", "NEW",
            Write("bad.csv", "date,store,item,quantity\n2024-02-30,S,I,1\n2024-02-01,,I,1\n2024-02-01,S,I,x\n2024-02-01,S,I,y\n"));

        Assert.Equal(1, code);
        Assert.Contains("No row could be taken. Line 2: There is no such day", output, StringComparison.Ordinal);
        Assert.Contains("Line 3: The store is empty.", output, StringComparison.Ordinal);
        Assert.Contains("Line 4: The quantity is not a number.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Line 5", output, StringComparison.Ordinal);
        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings__Forecast"]);
        await using var command = source.CreateCommand("SELECT (SELECT count(*) FROM region) + (SELECT count(*) FROM store)");
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task FileOfWhichMoreThanAFifthIsRejected_EndsWithTwoAndASentence()
    {
        var (code, output) = await Product.TryAsync(
            settings, "import", "--unknown", "create",
            Write("half.csv", "date,store,item,quantity\n2024-02-01,S,I,1\n2024-02-02,S,I,1\n2024-02-03,S,I,1\n2024-02-30,S,I,1\n"));

        Assert.Equal(2, code);
        Assert.Contains("More than a fifth of the rows (1 of 4) were rejected", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOptionsOfReading_AreThoseOfTheBacktest()
    {
        string file = Write("sales.csv", "Datum;Filiale;Artikel;Menge\n01/02/2024;S;I;3\n");
        var (code, output) = await Product.TryAsync(settings, "import", file, "--unknown", "create");
        string taken = await Product.RunAsync(
            settings, "import", file, "--unknown", "create", "--dates", "day-first", "--numbers", "point");
        var (backtestCode, backtest) = await Product.TryAsync(settings, "backtest", "--input", file, "--horizon", "1");

        Assert.Equal((1, 1), (code, backtestCode));
        Assert.Contains("Say which it is: --dates day-first or --dates month-first.", output, StringComparison.Ordinal);
        Assert.Contains("Say which it is: --dates day-first or --dates month-first.", backtest, StringComparison.Ordinal);
        Assert.Contains("1 row read, 1 taken", taken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ShowsHowAFileIsUnderstood_AndStoresNothing()
    {
        string file = Write("export.csv",
            "Datum;Filiale;Artikel;Menge;Kasse\n29.02.2024;S;I;950;1\n01.03.2024;S;I;1.000;1\n01.03.2024;S;I;-2;1\n02.03.2024;S;J;x;1\n");
        var (code, output) = await Product.TryAsync(
            settings, "import", file, "--preview", "--unknown", "create", "--returns", "subtract");

        Assert.Equal(2, code); // A quarter of the rows would be rejected.
        Assert.Contains(
            "Datum = date, Filiale = store, Artikel = item, Menge = quantity, Kasse (ignored)", output, StringComparison.Ordinal);
        Assert.Contains("separated by semicolon", output, StringComparison.Ordinal);
        Assert.Contains("day first (31.05.2024)", output, StringComparison.Ordinal);
        Assert.Contains("decimal comma (1.234,5)", output, StringComparison.Ordinal);
        Assert.Contains("2024-02-29 to 2024-03-01", output, StringComparison.Ordinal);
        Assert.Contains("1 stores (1 new), 1 items (1 new)", output, StringComparison.Ordinal);
        Assert.Contains("4 read, 3 to be taken, 0 repeats left out, 1 added to another row of their day, 1 returns subtracted, 1 rejected",
            output, StringComparison.Ordinal);
        Assert.Contains("1 × quantity: The quantity is not a number.", output, StringComparison.Ordinal);
        Assert.Contains("2024-03-01, store S, item I, quantity 1000", output, StringComparison.Ordinal);
        Assert.Contains("2024-02-26: 1,948 units", output, StringComparison.Ordinal);
        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings__Forecast"]);
        await using var command = source.CreateCommand(
            "SELECT (SELECT count(*) FROM region) + (SELECT count(*) FROM store) + (SELECT count(*) FROM load)");
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task PreviewOfAFileThatCannotBeUnderstood_SaysWhatToSay()
    {
        var (code, output) = await Product.TryAsync(
            settings, "import", Write("us.csv", "date,store,item,quantity\n2024-02-29,S,I,\"1,131\"\n"), "--preview");

        Assert.Equal(1, code);
        Assert.Contains("--numbers point if it is 1131", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongTimeZone_IsSaidSo()
    {
        var (code, output) = await Product.TryAsync(
            settings, "import", Write("a.csv", "date,store,item,quantity\n"), "--time-zone", "Mars/Olympus");

        Assert.Equal(1, code);
        Assert.Contains("There is no time zone \"Mars/Olympus\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DemoInAForeignDatabase_IsRefused()
    {
        await Product.RunAsync(settings, "import", "--stores", Write("stores.csv", "store,region\nS1,R\n"), "--unknown", "create");
        var (code, output) = await Product.TryAsync(settings, "demo");

        Assert.Equal(1, code);
        Assert.Contains("not the demo retailer's, so nothing was changed", output, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}

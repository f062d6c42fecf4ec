using Forecast.Tests.Support;

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

using System.Globalization;
using Forecast.Web.Hosting;

namespace Forecast.Tests.Support;

/// <summary>
/// The product installed for one test class: a migrated database, a blob container, and as many processes over them as the test
/// starts, all by one clock that began at <see cref="Boards.Morning"/>. A class fixture, or the base of one.
/// </summary>
public class Installation(EmbeddedServers servers) : IAsyncLifetime
{
    /// <summary>The setting that gives a process the clock of its installation; Production refuses it.</summary>
    protected const string ClockSetting = "Clock__MovedBy";

    private readonly List<ProductProcess> processes = [];
    private readonly TimeSpan movedBy = Clocks.Until(Boards.Morning);

    /// <summary>What every process of this installation is told.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; protected set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string ConnectionString => Settings["ConnectionStrings__Forecast"];

    /// <summary>The processes' clock.</summary>
    public TimeProvider Clock => new MovedClock(movedBy);

    public virtual async ValueTask InitializeAsync() => Settings = await SettingsAsync(await servers.NewDatabaseAsync());

    private async Task<Dictionary<string, string>> SettingsAsync(string connection) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Forecast"] = connection,
        ["ConnectionStrings__ForecastOwner"] = EmbeddedServers.AsOwner(connection), // Only `migrate` uses it.
        ["Blobs__ConnectionString"] = await servers.BlobConnectionStringAsync(),
        ["Blobs__Container"] = (await servers.NewBlobContainerAsync()).Name,
        [ClockSetting] = movedBy.ToString("c", CultureInfo.InvariantCulture),
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["DOTNET_ENVIRONMENT"] = "Development",
    };

    /// <summary>Starts one more process: <c>all</c>, <c>web</c> or <c>worker</c>.</summary>
    public Task<ProductProcess> StartAsync(string role = "all") => StartAsync(role, Settings);

    /// <summary>Starts one more process with settings of its own.</summary>
    protected async Task<ProductProcess> StartAsync(string role, IReadOnlyDictionary<string, string> settings)
    {
        var process = await ProductProcess.StartAsync(new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["Role"] = role });
        processes.Add(process);
        return process;
    }

    /// <summary>Runs a command of the command line against this installation; returns what it printed.</summary>
    public Task<string> RunAsync(params string[] arguments) => Product.RunAsync(Settings, arguments);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

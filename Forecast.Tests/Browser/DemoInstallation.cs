using Forecast.Tests.Support;

namespace Forecast.Tests.Browser;

/// <summary>
/// A small demo retailer with a published forecast in every region, and the product serving it: what a planner meets at 09:00.
/// </summary>
public sealed class DemoInstallation(EmbeddedServers servers) : Installation(servers)
{
    /// <summary>Four stores in each of the three regions.</summary>
    public const int StoresPerRegion = 4;

    private ProductProcess? product;

    public Uri Address => product!.Address;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RunAsync("demo", "--stores", "12", "--items", "6", "--days", "430");
        await RunAsync("train");
        product = await StartAsync();
    }
}

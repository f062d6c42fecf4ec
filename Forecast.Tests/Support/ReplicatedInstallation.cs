namespace Forecast.Tests.Support;

/// <summary>The replicas of one company behind one address, as in a cluster: HTTPS ends at nginx, which the replicas know.</summary>
public sealed class ReplicatedInstallation(EmbeddedServers servers) : EntraInstallation(servers)
{
    /// <summary>What stands in front of the replicas.</summary>
    public Nginx Front { get; private set; } = null!;

    public override Uri Address => Front.Address;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Front = await Nginx.StartAsync(First.Address, Second.Address);
    }

    /// <summary>Which replica a browser belongs to, and the others that are given.</summary>
    internal async Task<ProductProcess> ReplicaOfAsync(Browser.Desktop window, params IEnumerable<ProductProcess> replicas)
    {
        var cookies = await window.Page.Context.CookiesAsync([Address.ToString()]);
        var port = cookies.Single(c => c.Name == Nginx.AffinityCookie).Value;
        return replicas.Single(r => r.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) == port);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Front is not null)
            await Front.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Dictionary<string, string> Reached() => new(StringComparer.Ordinal)
    {
        ["Proxy__KnownNetworks__0"] = "127.0.0.1/32",
    };
}

using System.Collections.Concurrent;
using Forecast.Domain.Data;
using Forecast.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Forecast.Tests.Support;

/// <summary>
/// Two replicas of the product in Production, over HTTPS and with the settings of one company, beside a provider of their own. Petra may
/// see region NORTH as soon as she is known.
/// </summary>
public class EntraInstallation(EmbeddedServers servers) : Installation(servers)
{
    private const string SessionCookie = "__Host-foreact";

    private readonly ConcurrentDictionary<string, string> hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hosts that pages in the browser have asked for anything.</summary>
    public IEnumerable<string> HostsAskedByPages => hosts.Keys;

    public EntraServer Entra { get; } = new();

    public ProductProcess First { get; private set; } = null!;

    public ProductProcess Second { get; private set; } = null!;

    /// <summary>Where people find the product.</summary>
    public virtual Uri Address => First.Address;

    internal BoardSeed Seed { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Entra.InitializeAsync();
        Seed = await BoardSeed.PlantAsync(ConnectionString);
        await using (var db = Database())
        {
            var petra = await db.Users.SingleAsync(u => u.Name == "Petra Nord");
            petra.Subject = Entra.Subject("petra");
            await db.SaveChangesAsync();
        }

        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Runs__StartsByItself"] = "false",
        };
        settings.Remove(ClockSetting); // Production refuses it, and browsers drop cookies of the past.
        foreach (var (name, value) in Entra.Network().Concat(Entra.Settings()).Concat(Reached()).Concat(More()))
            settings[name] = value;
        Settings = settings;
        await RunAsync("migrate");
        First = await StartAsync("web");
        Second = await StartAsync("web");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Entra.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The database behind the replicas.</summary>
    public ForeactDb Database() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(ConnectionString).Options);

    /// <summary>A browser whose network leads to the provider and to this machine, nowhere else.</summary>
    internal async Task<Desktop> OpenAsync(Chromium chromium)
    {
        var window = await Desktop.OpenAsync(chromium, Address, new() { Width = 1440, Height = 900 }, Entra.BrowserProxy);
        window.Page.Context.Request += (_, request) => hosts.TryAdd(new Uri(request.Url).Host, request.Url);
        return window;
    }

    /// <summary>The cookie that a thief would take.</summary>
    internal async Task<Cookie> CopyOfSessionAsync(Desktop window)
    {
        var cookies = await window.Page.Context.CookiesAsync([First.Address.ToString()]);
        var session = cookies.Single(c => c.Name == SessionCookie);
        return new Cookie
        {
            Name = session.Name,
            Value = session.Value,
            Url = First.Address.ToString(),
            Secure = true,
            HttpOnly = true,
            SameSite = SameSiteAttribute.Lax,
        };
    }

    /// <summary>Whether a replica still takes a cookie for somebody.</summary>
    internal async Task<bool> IsGoodAtAsync(ProductProcess replica, Cookie session)
    {
        using var http = ProductProcess.Client(replica.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/runs", UriKind.Relative));
        request.Headers.Add("Cookie", $"{session.Name}={session.Value}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Waits until it holds; the run's own limit ends this if it never does.</summary>
    internal async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(200, TestContext.Current.CancellationToken);
    }

    /// <summary>How the replicas are reached: over HTTPS, directly.</summary>
    protected virtual Dictionary<string, string> Reached() => new(StringComparer.Ordinal)
    {
        ["Kestrel__Certificates__Default__Path"] = Path.Combine(EntraServer.Certificates, "server.crt"),
        ["Kestrel__Certificates__Default__KeyPath"] = Path.Combine(EntraServer.Certificates, "server.key"),
    };

    /// <summary>Settings beyond those of one company with a client secret.</summary>
    protected virtual Dictionary<string, string> More() => new Dictionary<string, string>(StringComparer.Ordinal);
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Forecast.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>
/// Replicas behind nginx with TLS and cookie affinity, a real provider and a real browser: losing a replica or rolling out a release costs
/// nobody more than a page that loads itself again.
/// </summary>
public class ReplicasTests(ReplicatedInstallation product, Chromium chromium) : IClassFixture<ReplicatedInstallation>
{
    [Fact]
    public async Task WhoSignsInAtOneReplica_GoesOnAtAnother_WhenItIsKilled()
    {
        var (one, two) = (await product.StartAsync("web"), await product.StartAsync("web"));
        await product.Front.LeadToAsync(one.Address, two.Address);
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "petra", "/region/NORTH?stores=N1");
        var home = await product.ReplicaOfAsync(window, one, two);

        await home.KillAsync();

        // By itself: the circuit is gone, so the page loads again, at the other one, with nobody signing in anew.
        await product.UntilAsync(async () => await product.ReplicaOfAsync(window, one, two) != home);
        await window.BecomesLiveAsync();
        await Expect(window.Page.GetByText("Petra Nord")).ToBeVisibleAsync();
        await Expect(window.Page).ToHaveURLAsync(new Uri(product.Address, "/region/NORTH?stores=N1").ToString());
        Assert.Single((await product.Entra.StateAsync())["authorizations"]!.AsArray());
        await product.Front.LeadToAsync(product.First.Address, product.Second.Address);
    }

    [Fact]
    public async Task RollOut_RefusesNoRequest_AndLosesNoTypedText()
    {
        const string Reason = "New assortment since Monday";
        var (one, two) = (await product.StartAsync("web"), await product.StartAsync("web"));
        await product.Front.LeadToAsync(one.Address, two.Address);
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "ada", "/runs");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "North", Exact = true }).ClickAsync();
        await window.Page.GetByLabel("Why?").FillAsync(Reason);
        using var asking = new CancellationTokenSource();
        var answers = AskAsync(asking.Token);

        // As a Deployment does it: a new replica first, then no more traffic to an old one, then its end.
        var (three, four) = (await product.StartAsync("web"), await product.StartAsync("web"));
        await product.Front.LeadToAsync(two.Address, three.Address);
        await one.StopAsync();
        await product.Front.LeadToAsync(three.Address, four.Address);
        await two.StopAsync();

        await window.Page.WaitForFunctionAsync(
            "reason => [...document.querySelectorAll('input, textarea')].some(f => f.value === reason)", Reason);
        List<ProductProcess> after = [three, four];
        await product.UntilAsync(async () => after.Contains(await product.ReplicaOfAsync(window, one, two, three, four)));
        await window.BecomesLiveAsync();
        await Expect(window.Page.GetByLabel("Why?")).ToHaveValueAsync(Reason);
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Fit anew" })).ToBeEnabledAsync(); // The server knows it, too.
        await asking.CancelAsync();
        var given = await answers;
        Assert.NotEmpty(given);
        Assert.All(given, status => Assert.Equal(HttpStatusCode.OK, status));
        await product.Front.LeadToAsync(product.First.Address, product.Second.Address);
    }

    [Fact]
    public async Task AddressAndScheme_AreBelievedFromKnownProxiesOnly()
    {
        // The proxy here is 127.0.0.1: what it says counts. The same words from another address of this machine do not.
        Assert.Contains("https://shop.example/signin-oidc", await SignInAddressAsync(from: "127.0.0.1"), StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example", await SignInAddressAsync(from: "127.0.0.2"), StringComparison.Ordinal);
    }

    private async Task SignInAsync(Desktop window, string who, string path)
    {
        await product.Entra.ResetAsync();
        await window.Page.GotoAsync(path);
        await window.Page.Locator($"#{who}").ClickAsync();
        await window.Page.WaitForURLAsync(new Uri(product.Address, path).ToString());
        await window.BecomesLiveAsync();
    }

    /// <summary>Where somebody is sent to sign in whose request came from an address and says: by https://shop.example.</summary>
    private async Task<string> SignInAddressAsync(string from)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var http = new HttpClient(handler) { BaseAddress = product.First.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/login", UriKind.Relative));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "shop.example");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return Uri.UnescapeDataString(answer.Headers.Location!.Query);
    }

    /// <summary>Asks for the sign-in page again and again; what was answered.</summary>
    private async Task<IReadOnlyCollection<HttpStatusCode>> AskAsync(CancellationToken end)
    {
        var answers = new ConcurrentQueue<HttpStatusCode>();
        using var http = ProductProcess.Client(product.Address);
        while (!end.IsCancellationRequested)
        {
            using var answer = await http.GetAsync(new Uri("/signin", UriKind.Relative), TestContext.Current.CancellationToken);
            answers.Enqueue(answer.StatusCode);
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }

        return answers;
    }
}

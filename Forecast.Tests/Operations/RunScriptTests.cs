using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>./run.sh on a data folder of its own, so that a product that is open in this checkout does not matter.</summary>
public sealed partial class RunScriptTests : IDisposable
{
    private readonly string data = Checkout.PathOf(".foreact", $"run-test-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task FirstRun_OpensTheProduct_AndCtrlCStopsAllOfIt()
    {
        await using var script = Script.Start("run.sh", "--data", data, "--no-demo");

        var address = await script.OpenedAsync();
        var status = await StatusAsync(address);
        var ports = Ports(address);
        await script.SignalAsync("INT");

        Assert.Equal(130, await script.EndedAsync());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(ports, port => Assert.False(Answers(port), $"Something still answers on port {port}.\n{script.Output}"));
    }

    [Fact]
    public async Task WithEntra_TheSignInLeadsToTheStandIn_WhichStopsWithTheRest()
    {
        await using var script = Script.Start("run.sh", "--data", data, "--no-demo", "--entra");
        var address = await script.OpenedAsync();
        using var browser = new Visitor(new Uri(address.GetLeftPart(UriPartial.Authority)));

        using var begun = await browser.GetAsync("/login");
        var provider = begun.Headers.Location!;
        using var client = new HttpClient();
        var page = await client.GetStringAsync(provider, TestContext.Current.CancellationToken);
        await script.SignalAsync("INT");

        Assert.Equal(130, await script.EndedAsync());
        Assert.Equal(("http", "localhost"), (provider.Scheme, provider.Host)); // No certificate that a browser would have to be told of.
        Assert.Contains("Petra Nord", page, StringComparison.Ordinal);
        Assert.False(Answers(provider.Port), script.Output);
    }

    [Fact]
    public async Task WithTelemetry_TheDashboardIsToldOfTheProduct_AndStopsWithTheRest()
    {
        await using var script = Script.Start("run.sh", "--data", data, "--no-demo", "--telemetry");
        await script.OpenedAsync();
        while (!Dashboard().IsMatch(script.Output)) // It is said in the lines after that one.
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var dashboard = new Uri(Dashboard().Match(script.Output).Groups["address"].Value);
        using var client = new HttpClient { BaseAddress = dashboard };

        var told = "";
        while (!told.Contains("foreact", StringComparison.Ordinal)) // It is told every few seconds.
        {
            told = await client.GetStringAsync(
                new Uri("/api/telemetry/resources", UriKind.Relative), TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await script.SignalAsync("INT");
        Assert.Equal(130, await script.EndedAsync());
        Assert.False(Answers(dashboard.Port), script.Output);
    }

    [GeneratedRegex(@"Traces, figures and logs: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dashboard();

    [Fact] // docs/performance.md tells one to source it.
    public async Task EnvironmentOfAnOpenProduct_CanBeReadByAShell()
    {
        await using var script = Script.Start("run.sh", "--data", data, "--no-demo");
        await script.OpenedAsync();
        var servers = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(data, "servers.json"), TestContext.Current.CancellationToken))!;

        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"set -a; . '{Path.Combine(data, "environment")}'; printf '%s\\n%s' \"$ConnectionStrings__Forecast\" "
            + "\"$Blobs__ConnectionString\"");
        using var shell = Process.Start(start)!;
        var read = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        // As the role that the product works as, not as the owner of the server.
        var database = ((string)servers["postgres"]!["connectionString"]!)
            .Replace("Username=postgres", "Username=foreact", StringComparison.Ordinal);
        Assert.Equal($"{database};Database=foreact\n{servers["blobs"]!["connectionString"]}", read);
    }

    [Fact]
    public async Task SecondRunWhileTheFirstIsOpen_SaysWhereItIs()
    {
        await using var first = Script.Start("run.sh", "--data", data, "--no-demo");
        var address = await first.OpenedAsync();

        await using var second = Script.Start("run.sh", "--data", data, "--no-demo");

        Assert.Equal(1, await second.EndedAsync());
        Assert.Contains(
            $"already running from this checkout at {address.GetLeftPart(UriPartial.Authority)}", second.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address));
    }

    [Fact]
    public async Task NextRun_KeepsItsAddresses()
    {
        int[] before;
        await using (var first = Script.Start("run.sh", "--data", data, "--no-demo"))
            before = Ports(await first.OpenedAsync());

        await using var second = Script.Start("run.sh", "--data", data, "--no-demo");

        Assert.Equal(before, Ports(await second.OpenedAsync()));
    }

    [Fact]
    public async Task KilledScript_LeavesNothingRunning()
    {
        await using var script = Script.Start("run.sh", "--data", data, "--no-demo");
        var ports = Ports(await script.OpenedAsync());

        await script.SignalAsync("KILL");
        await script.EndedAsync(); // Its output ends when the last process that shares it does.

        foreach (var port in ports)
        {
            while (Answers(port)) // The servers stop in their own time; the run's own limit ends this if they never do.
                await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task PortTaken_IsSaid_AndNothingStarts()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var script = Script.Start("run.sh", "--data", data, "--no-demo", "--port", port);

        Assert.Equal(1, await script.EndedAsync());
        Assert.Contains($"port {port} is taken", script.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(data, "postgres")));
    }

    [Theory]
    [InlineData("--port needs a number from 1 to 65535, not \"0\".", "--port", "0")]
    [InlineData("--port needs a number from 1 to 65535, not \"70000\".", "--port", "70000")]
    [InlineData("--port needs a number from 1 to 65535, not \"\".", "--port")]
    [InlineData("unknown option \"--prot\".", "--prot", "5000")]
    public async Task WrongOption_IsExplained(string explanation, params string[] arguments)
    {
        await using var script = Script.Start("run.sh", arguments);

        Assert.Equal(1, await script.EndedAsync());
        Assert.Contains(explanation, script.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private int[] Ports(Uri address)
    {
        var servers = JsonNode.Parse(File.ReadAllText(Path.Combine(data, "ports.json")))!;
        return [address.Port, (int)servers["postgres"]!, (int)servers["blobs"]!];
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Forecast.Tests.Support;

/// <summary>
/// The product serving in a process of its own, as in production. It never outlives the tests: a shell holds it and kills it when the
/// pipe from this process ends, however that happens.
/// </summary>
public sealed class ProductProcess : IAsyncDisposable
{
    /// <summary>Given this, a process serves HTTPS.</summary>
    private const string CertificateSetting = "Kestrel__Certificates__Default__Path";

    private const string Listening = "Now listening on: ";
    private const string Guard = "\"$@\" </dev/null 2>&1 & echo \"$!\"; exec >&-; read -r _; kill -KILL $! 2>/dev/null";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process guard;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;

    private ProductProcess(Process guard) => this.guard = guard;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id { get; private set; }

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Talks to a process; over HTTPS its certificate is one of the tests' own. Redirects are answers.</summary>
    public static HttpClient Client(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            var authority = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(EntraServer.Certificates, "ca.crt")));
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return new HttpClient(handler) { BaseAddress = address };
    }

    /// <summary>Starts <c>serve</c> on a free port and waits until it is ready for traffic.</summary>
    /// <param name="settings">Environment variables on top of this process's own.</param>
    public static async Task<ProductProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        var address = settings.ContainsKey(CertificateSetting) ? "https://127.0.0.1:0" : "http://127.0.0.1:0";
        string[] arguments = ["-c", Guard, "guard", "dotnet", Product.Assembly, "serve", "--urls", address];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information"; // It says the port there.

        var product = new ProductProcess(Process.Start(start) ?? throw new InvalidOperationException("sh could not be started."));
        try
        {
            await product.BecomeReadyAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it without any warning (SIGKILL), as a lost node does; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        Process.GetProcessById(Id).Kill();
        await reading.WaitAsync(Patience);
    }

    /// <summary>Asks it to end (SIGTERM), as a roll-out does; returns when it is gone.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await reading.WaitAsync(Patience);
    }

    /// <summary>Lets it stand still (SIGSTOP), as a node does whose machine is moved: connections stay open, nothing answers.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on (SIGCONT) where it stood.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {Id}")]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"The product's process {Id} is gone:\n{Output}");
    }

    private async Task BecomeReadyAsync()
    {
        var first = await guard.StandardOutput.ReadLineAsync();
        Id = int.Parse(first ?? "", CultureInfo.InvariantCulture);
        reading = ReadAsync();
        Address = await listening.Task.WaitAsync(Patience);
        using var client = Client(Address);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
                return;
            var mayBecomeReady = answer.StatusCode == HttpStatusCode.ServiceUnavailable && !reading.IsCompleted
                && waited.Elapsed < Patience;
            if (!mayBecomeReady)
                throw new InvalidOperationException($"The product is not ready: {await answer.Content.ReadAsStringAsync()}\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Certificates and redirect addresses are for names.</summary>
    private static Uri Named(Uri listening) =>
        listening.Scheme == Uri.UriSchemeHttps ? new UriBuilder(listening) { Host = "localhost" }.Uri : listening;

    /// <summary>Ends when the process does, for then nobody holds the other end of the pipe.</summary>
    private async Task ReadAsync()
    {
        while (await guard.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
                listening.TrySetResult(Named(new Uri(line[(at + Listening.Length)..])));
        }

        listening.TrySetException(new InvalidOperationException($"The product ended while starting:\n{Output}"));
    }
}

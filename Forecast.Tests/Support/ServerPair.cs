using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>
/// One PostgreSQL and one Azurite, with nothing in them. They stop and lose everything when this is disposed of, and when this process
/// ends, however it ends: the program that holds them watches a pipe from here.
/// </summary>
public sealed class ServerPair : IAsyncDisposable
{
    private readonly Process process;

    private ServerPair(Process process, string server, string blobs) => (this.process, Server, Blobs) = (process, server, blobs);

    /// <summary>Connection string of PostgreSQL's owner, without a database.</summary>
    public string Server { get; }

    /// <summary>The emulator's connection string, as <c>Blobs:ConnectionString</c> takes it.</summary>
    public string Blobs { get; }

    /// <summary>Starts both; returns when they answer.</summary>
    public static async Task<ServerPair> StartAsync()
    {
        var modules = Checkout.PathOf(".foreact", "servers");
        if (!Directory.Exists(Path.Combine(modules, "node_modules")))
            throw new InvalidOperationException($"The test servers are not installed in {modules}. Run ./test.sh or eng/setup.sh once.");

        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
            [Checkout.PathOf("eng", "servers", "servers.mjs"), "--modules", modules, "--data", Checkout.PathOf(".foreact", "tests"),
                "--temporary"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var started = Process.Start(start) ?? throw new InvalidOperationException("Node.js could not be started.");
        var complaints = started.StandardError.ReadToEndAsync();
        var line = await started.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The test servers did not start. {(await complaints).Trim()}");
        var addresses = JsonNode.Parse(line) ?? throw new JsonException("The test servers said nothing.");
        var server = new NpgsqlConnectionStringBuilder((string)addresses["postgres"]!["connectionString"]!)
        {
            // Many small databases share one server: no single pool may take all its sessions.
            MaxPoolSize = 25,
            ConnectionIdleLifetime = 20,
            ConnectionPruningInterval = 5,
            IncludeErrorDetail = true,
        };
        return new(started, server.ConnectionString, (string)addresses["blobs"]!["connectionString"]!);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close(); // The servers' signal to stop and to remove their files.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>A script of the checkout, run as a user runs it.</summary>
internal sealed class Script : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;

    private Script(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public static Script Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Checkout.PathOf(name), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the servers of whoever runs these tests, the script shall know nothing.
        foreach (var setting in new[] { "ConnectionStrings__Forecast", "ConnectionStrings__ForecastOwner", "Blobs__ConnectionString",
            "Blobs__ServiceUri" })
            start.Environment.Remove(setting);
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{name} could not be started."));
    }

    /// <summary>The address that it prints once the product answers.</summary>
    public async Task<Uri> OpenedAsync()
    {
        var ended = process.WaitForExitAsync();
        return await Task.WhenAny(opened.Task, ended) == opened.Task
            ? await opened.Task
            : throw new InvalidOperationException($"The script ended with {process.ExitCode}:\n{Output}");
    }

    public async Task<int> EndedAsync()
    {
        await process.WaitForExitAsync();
        await reading;
        return process.ExitCode;
    }

    /// <summary>Sends it a signal; <c>INT</c> is Ctrl-C.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await SignalAsync("TERM");
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        const string Announcement = "Foreact is open at ";
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
            var at = line.IndexOf(Announcement, StringComparison.Ordinal);
            if (at >= 0)
                opened.TrySetResult(new Uri(line[(at + Announcement.Length)..]));
        }
    }
}

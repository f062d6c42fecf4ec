using System.Diagnostics;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>What a command of the system answered: both of its outputs, and 0 if it went well.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    /// <summary>Runs it to its end, from the root of the checkout.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments, one each.</param>
    /// <param name="environment">Variables that it is given beside ours.</param>
    /// <param name="input">What is typed.</param>
    public static async Task<Command> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Checkout.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input.Length > 0)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, string.Concat(await said));
    }
}

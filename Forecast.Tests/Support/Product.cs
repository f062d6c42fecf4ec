using System.Diagnostics;

namespace Forecast.Tests.Support;

/// <summary>The product as this build made it, and its command line.</summary>
internal static class Product
{
    /// <summary>Forecast.Web.dll of the same configuration and target framework as these tests.</summary>
    public static string Assembly { get; } = Find();

    /// <summary>Runs one command to its end and returns what it printed; the test fails if the command does.</summary>
    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var (code, output) = await TryAsync(settings, arguments);
        Assert.True(code == 0, $"`{string.Join(' ', arguments)}` ended with {code}:\n{output}");
        return output;
    }

    /// <summary>Runs one command to its end; returns its exit code and what it printed on either stream.</summary>
    public static async Task<(int Code, string Output)> TryAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Assembly, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static string Find()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Checkout.PathOf("Forecast.Web", "bin", framework.Parent!.Name, framework.Name, "Forecast.Web.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The product is not built at {path}. Build the solution first.");
    }
}

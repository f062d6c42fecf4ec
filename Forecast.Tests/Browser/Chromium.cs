using Microsoft.Playwright;

namespace Forecast.Tests.Browser;

/// <summary>One headless browser for the whole test run; each test takes a context of its own, with its own cookies.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", // Chromium's sandbox does not start as root; the pages are ours.
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage", // Containers have a small /dev/shm.
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> started = new(StartAsync);

    public async Task<IBrowser> BrowserAsync() => (await started.Value).Browser;

    public async ValueTask DisposeAsync()
    {
        if (!started.IsValueCreated)
            return;
        var (driver, browser) = await started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var path = Find();
        var driver = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(60_000); // Not what a user should wait, but what a crowded build machine may take.
        var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        return (driver, browser);
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FOREACT_CHROMIUM") is { Length: > 0 } chosen)
            return chosen;

        string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "Chromium is not installed. Run ./test.sh, or install it and set FOREACT_CHROMIUM to its path.");
    }
}

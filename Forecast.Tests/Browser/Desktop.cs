using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Forecast.Tests.Browser;

/// <summary>
/// A browser window as a planner has it. It keeps what the browser complains about: a script error or a refused asset is never fine.
/// </summary>
internal sealed class Desktop : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Desktop(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about so far.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public static Task<Desktop> OpenAsync(Chromium chromium, Uri address) => OpenAsync(chromium, address, new() { Width = 1440, Height = 900 });

    public static async Task<Desktop> OpenAsync(Chromium chromium, Uri address, ViewportSize size)
    {
        var browser = await chromium.BrowserAsync();
        var opened = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = size, Locale = "en-GB" });
        return new Desktop(opened, await opened.NewPageAsync());
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}

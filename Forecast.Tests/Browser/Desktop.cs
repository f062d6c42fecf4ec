using System.Collections.Concurrent;
using System.Diagnostics;
using Deque.AxeCore.Playwright;
using Forecast.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>
/// A browser window as a planner has it. It keeps what the browser complains about: a script error or a refused asset is never fine.
/// </summary>
internal sealed class Desktop : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private long lastDrawn;
    private volatile TaskCompletionSource live = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest && request.Frame == page.MainFrame)
                live = new(TaskCreationOptions.RunContinuationsAsynchronously);
        };
        page.WebSocket += (_, socket) =>
        {
            var waiting = live;
            socket.FrameReceived += (_, frame) =>
            {
                if (frame.Binary.AsSpan().IndexOf("JS.RenderBatch"u8) < 0)
                    return;
                Volatile.Write(ref lastDrawn, Stopwatch.GetTimestamp());
                waiting.TrySetResult();
            };
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about so far.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public static Task<Desktop> OpenAsync(Chromium chromium, Uri address) =>
        OpenAsync(chromium, address, new() { Width = 1440, Height = 900 });

    /// <summary>Opens a window of a size, perhaps in a network of its own.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="address">The product.</param>
    /// <param name="size">The window.</param>
    /// <param name="proxy">Through which everything goes that is not on this machine; certificates are then our own. Null:
    /// directly.</param>
    public static async Task<Desktop> OpenAsync(Chromium chromium, Uri address, ViewportSize size, string? proxy = null)
    {
        var browser = await chromium.BrowserAsync();
        var opened = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = size,
            Locale = "en-GB",
            // Playwright sends even what is on this machine through a proxy, unless told in this order.
            Proxy = proxy is null ? null : new() { Server = proxy, Bypass = "<-loopback>,localhost" },
            IgnoreHTTPSErrors = proxy is not null,
        });
        return new Desktop(opened, await opened.NewPageAsync());
    }

    /// <summary>Signs in through the page, as the demo account of that name, and waits until the board is live.</summary>
    public async Task SignInAsync(string name, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await BecomesLiveAsync();
    }

    /// <summary>
    /// Waits until the circuit has drawn the page and drawing has come to rest: before that, clicks go nowhere, and what they opened
    /// is closed again when the circuit takes over the page that was sent first.
    /// </summary>
    public async Task BecomesLiveAsync()
    {
        await live.Task.WaitAsync(TimeSpan.FromMinutes(1));
        while (Stopwatch.GetElapsedTime(Volatile.Read(ref lastDrawn)) < Rest)
            await Task.Delay(50);
        await Expect(Heading).ToBeVisibleAsync();
    }

    /// <summary>What axe objects to on the page as it stands, a line each.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        var found = await Page.RunAxe();
        Assert.NotEmpty(found.Passes); // It did look.
        return
        [
            .. found.Violations.Select(
                violation => $"{new Uri(Page.Url).PathAndQuery}: {violation.Id} ({violation.Impact}): {violation.Help}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))),
        ];
    }

    /// <summary>Keeps a picture for whoever looks after the pages: .foreact/screens.</summary>
    public async Task KeepPictureAsync(string name, bool wholePage = false)
    {
        var path = Checkout.PathOf(".foreact", "screens", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = path, FullPage = wholePage });
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}

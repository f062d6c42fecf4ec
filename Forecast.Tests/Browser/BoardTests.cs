using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>What a planner does at 09:00, in a real browser against the real product.</summary>
public partial class BoardTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    private const string Planner = "Petra Nord"; // Germany North and England South, not US West Coast.
    private const string Board = "/region/NORTH";

    [Fact]
    public async Task Planner_SignsIn_AndSeesAFilledBoard()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);

        await desktop.SignInAsync(Planner, Board);

        await Expect(desktop.Heading).ToHaveTextAsync("Germany North");
        await Expect(desktop.Page.GetByLabel("State of the forecast")).ToContainTextAsync("Ready");
        await Expect(Rows(desktop)).ToHaveCountAsync(DemoInstallation.StoresPerRegion);
        await Expect(desktop.Page.Locator(".tile, .tiles").First).ToContainTextAsync(SomeNumber());
        await desktop.KeepPictureAsync("board");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task ThreeStoresChosen_AreShown_AndKeptInTheAddress()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, Board);

        await desktop.Page.GetByLabel("Stores shown: All 4 stores").ClickAsync();
        for (var i = 0; i < 3; i++)
            await desktop.Page.GetByRole(AriaRole.Group, new() { Name = "Stores", Exact = true }).GetByRole(AriaRole.Checkbox).Nth(i)
                .CheckAsync();
        await Expect(Rows(desktop)).ToHaveCountAsync(3);
        await Expect(desktop.Page).ToHaveURLAsync(StoresInAddress());

        await desktop.Page.ReloadAsync();
        await desktop.BecomesLiveAsync();
        await Expect(Rows(desktop)).ToHaveCountAsync(3);
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Refresh_BringsANewForecast_AndSaysWhatChanged()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, Board);

        await desktop.Page.GetByRole(AriaRole.Button, new() { Name = "Refresh my forecast" }).ClickAsync();

        await Expect(desktop.Page.Locator(".summary")).ToBeVisibleAsync();
        await desktop.KeepPictureAsync("refreshed");
        await Expect(desktop.Page.Locator(".summary.failed")).ToHaveCountAsync(0);
        await Expect(desktop.Page.GetByRole(AriaRole.Button, new() { Name = "Refresh my forecast" })).ToBeEnabledAsync();
        await Expect(Rows(desktop)).ToHaveCountAsync(DemoInstallation.StoresPerRegion);
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task RegionNotGranted_IsNotShownByAddress()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, Board);

        await desktop.Page.GotoAsync("/region/WEST");

        await Expect(desktop.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("US West Coast");
        await Expect(desktop.Page.GetByRole(AriaRole.Grid)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Visitor_IsAskedToSignIn()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);

        await desktop.Page.GotoAsync(Board);

        await Expect(desktop.Heading).ToHaveTextAsync("Sign in");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Phone_ShowsTheBoard_WithoutSidewaysScrolling()
    {
        await using var phone = await Desktop.OpenAsync(chromium, demo.Address, new() { Width = 390, Height = 844 });
        await phone.SignInAsync(Planner, Board);

        var (content, screen) = (await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 390);

        await phone.KeepPictureAsync("phone", wholePage: true);
        Assert.True(content <= screen, $"The page is {content} px wide on a screen of {screen} px.");
        await Expect(phone.Page.GetByLabel("State of the forecast")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Board_HasNoAccessibilityViolation(string scheme)
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.Page.EmulateMediaAsync(new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await desktop.SignInAsync(Planner, Board);

        await desktop.KeepPictureAsync($"board-{scheme}");
        Assert.Empty(await desktop.ViolationsAsync());
    }

    private static ILocator Rows(Desktop desktop) => desktop.Page.GetByRole(AriaRole.Grid).Locator("tbody tr[data-row]");

    [GeneratedRegex(@"\d", RegexOptions.None, 1000)]
    private static partial Regex SomeNumber();

    [GeneratedRegex(@"[?&]stores=[^&]+,[^&]+,[^&]+", RegexOptions.None, 1000)]
    private static partial Regex StoresInAddress();
}

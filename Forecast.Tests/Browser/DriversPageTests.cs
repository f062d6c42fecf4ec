using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>From a figure of the board to its reasons, in a real browser against the real product.</summary>
public partial class DriversPageTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    private const string Planner = "Petra Nord";

    [Fact]
    public async Task Planner_AsksWhy_OfTheRegionAStoreAndADay()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        var page = desktop.Page;
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await page.GetByRole(AriaRole.Link, new() { Name = "Why this forecast?", Exact = true }).First.ClickAsync();
        await Expect(desktop.Heading).ToHaveTextAsync("Why this forecast?");
        await Expect(Reasons(page).GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);
        await Expect(Reasons(page)).ToContainTextAsync("Usual level");
        await Expect(page.GetByLabel("What it is made of").GetByRole(AriaRole.Link)).ToHaveCountAsync(DemoInstallation.StoresPerRegion);

        var largest = page.GetByLabel("What it is made of").GetByRole(AriaRole.Link).First;
        var store = await largest.InnerTextAsync();
        await largest.ClickAsync();
        await Expect(page).ToHaveURLAsync(OneStore());
        await Expect(Reasons(page)).ToContainTextAsync($"all items, {store}");
        await page.GetByLabel("Reasons by day").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(OneDay());
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "All 7 days" })).ToBeVisibleAsync();

        await page.ReloadAsync(); // The address holds all of it.
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "All 7 days" })).ToBeVisibleAsync();
        await desktop.KeepPictureAsync("why");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task EnterOnADaysFigure_LeadsToItsReasons()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await desktop.Page.GetByRole(AriaRole.Grid).Locator("td[tabindex='0']").FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowRight", "ArrowRight", "Enter"])
            await desktop.Page.Keyboard.PressAsync(key);

        await Expect(desktop.Page).ToHaveURLAsync(OneDay());
        await Expect(Reasons(desktop.Page)).ToContainTextAsync("Expected");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task RegionNotGranted_IsNotExplained()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await desktop.Page.GotoAsync("/region/WEST/why");

        await Expect(desktop.Heading).Not.ToHaveTextAsync("Why this forecast?");
        await Expect(Reasons(desktop.Page)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    public async Task Reasons_HaveNoAccessibilityViolation_AndFit(string scheme, int width)
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address, new() { Width = width, Height = 900 });
        await desktop.Page.EmulateMediaAsync(new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await desktop.SignInAsync(Planner, "/region/NORTH/why");
        await Expect(Reasons(desktop.Page)).ToContainTextAsync("Expected");

        await desktop.KeepPictureAsync($"why-{scheme}-{width}", wholePage: true);
        Assert.Empty(await desktop.ViolationsAsync());
        int content = await desktop.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(content <= width, $"The page is {content} px wide on a screen of {width} px.");
    }

    private static ILocator Reasons(IPage page) => page.GetByLabel("The way from the usual level to the forecast");

    [GeneratedRegex(@"/why\?stores=[^&,]+$", RegexOptions.None, 1000)]
    private static partial Regex OneStore();

    [GeneratedRegex(@"/why\?stores=[^&,]+&day=\d{4}-\d\d-\d\d$", RegexOptions.None, 1000)]
    private static partial Regex OneDay();
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>From the board to a store, its items and one of them, by keyboard and by the palette, in a real browser.</summary>
public partial class SheetTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    private const string Planner = "Petra Nord";

    [Fact]
    public async Task Keyboard_WalksFromTheBoardToAStoreAndAnItem()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        var page = desktop.Page;
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await page.GetByRole(AriaRole.Grid).Locator("td[tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(OneStore());
        await Expect(Rows(page)).ToHaveCountAsync(6);

        await page.GetByRole(AriaRole.Grid).Locator("[tabindex='0']").FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowRight", "ArrowRight", "Enter"])
            await page.Keyboard.PressAsync(key);
        await Expect(page).ToHaveURLAsync(OneCell());
        await Expect(page.Locator(".detail")).ToContainTextAsync("of ten such days");
        await Expect(page.GetByRole(AriaRole.Grid).Locator("td:focus")).ToHaveCountAsync(1); // The reader stays where they were.
        await desktop.KeepPictureAsync("store-chosen");

        foreach (var key in (string[])["Home", "Enter"])
            await page.Keyboard.PressAsync(key);
        await Expect(page).ToHaveURLAsync(OneSeries());
        await Expect(page.GetByLabel("What the days ahead consist of")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Reasons by day", new() { Exact = true })).ToContainTextAsync("Usual level");
        await desktop.KeepPictureAsync("series", wholePage: true);
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Palette_FindsAStoreByItsCode()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        var page = desktop.Page;
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("N002");
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("N002");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(OneStore());
        await Expect(desktop.Heading).ToContainTextAsync("N002");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Choices_GoIntoTheAddress_AndFilesHoldTheSame()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        var page = desktop.Page;
        await desktop.SignInAsync(Planner, "/region/NORTH/store/N001");

        await page.GetByRole(AriaRole.Link, new() { Name = "14 days" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "P90" }).ClickAsync();
        await page.GetByLabel("Sort by").SelectOptionAsync("Name");
        await Expect(page).ToHaveURLAsync(Chosen());
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Grid).Locator("th[data-day]")).ToHaveCountAsync(14);

        var names = await Rows(page).Locator("a").AllInnerTextsAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(names, lines.Skip(1).Select(line => line.Split(',')[1]));
        var workbook = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "XLSX" }).ClickAsync());
        Assert.EndsWith(".xlsx", workbook.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(desktop.Complaints);
    }

    [Theory]
    [InlineData("store/N001")]
    [InlineData("item/I0001")]
    [InlineData("store/N001/item/I0001")]
    public async Task Phone_DoesNotScrollSideways(string path)
    {
        await using var phone = await Desktop.OpenAsync(chromium, demo.Address, new() { Width = 390, Height = 844 });
        await phone.SignInAsync(Planner, $"/region/NORTH/{path}");

        int content = await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        await phone.KeepPictureAsync($"phone-{path.Replace('/', '-')}", wholePage: true);
        Assert.True(content <= 390, $"The page is {content} px wide on a screen of 390 px.");
    }

    [Fact]
    public async Task StoreOfOthers_IsNotShownByAddress()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync(Planner, "/region/NORTH");

        await desktop.Page.GotoAsync("/region/WEST/store/W001");

        await Expect(desktop.Page.GetByRole(AriaRole.Grid)).ToHaveCountAsync(0);
    }

    private static ILocator Rows(IPage page) => page.GetByRole(AriaRole.Grid).Locator("tbody tr[data-key]");

    [GeneratedRegex("/region/NORTH/store/N00[0-9]$", RegexOptions.None, 1000)]
    private static partial Regex OneStore();

    [GeneratedRegex(@"/store/N00[0-9]\?key=I000[0-9]&day=\d{4}-\d\d-\d\d$", RegexOptions.None, 1000)]
    private static partial Regex OneCell();

    [GeneratedRegex("/store/N00[0-9]/item/I000[0-9]$", RegexOptions.None, 1000)]
    private static partial Regex OneSeries();

    [GeneratedRegex(@"\?days=14&show=p90&sort=name$", RegexOptions.None, 1000)]
    private static partial Regex Chosen();
}

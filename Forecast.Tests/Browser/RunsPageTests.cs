using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>Runs and models as an admin and as a planner see them, live.</summary>
public class RunsPageTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    [Fact]
    public async Task Admin_FitsAnew_AndWatchesItBecomeTheChampion()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync("Ada Admin", "/runs");
        var page = desktop.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "US West Coast" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("New assortment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fit anew" }).ClickAsync();

        var row = page.Locator("table.runs tbody tr").Filter(new() { HasText = "New assortment" });
        await Expect(row).ToContainTextAsync("Published");
        await Expect(row).ToContainTextAsync("seasonal naive");
        await desktop.KeepPictureAsync("runs");
        await row.GetByRole(AriaRole.Link, new() { Name = "Retrain" }).ClickAsync();
        await Expect(desktop.Heading).ToHaveTextAsync("Retrain of US West Coast");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Parts" })).ToBeVisibleAsync();
        await desktop.KeepPictureAsync("run");
        await page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Expect(desktop.Heading).ToHaveTextAsync("Models");
        await Expect(page.Locator("tbody tr").Filter(new() { HasText = "New assortment" })).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody tr").Filter(new() { HasText = "Champion" })).ToHaveCountAsync(3); // One for each region.
        await desktop.KeepPictureAsync("models");

        // The opinion comes after the run; the page shows it when it is opened again.
        await page.Locator("tbody tr").Filter(new() { HasText = "US West Coast" }).Locator("a[href^='/models/']").First.ClickAsync();
        var opinion = page.GetByRole(AriaRole.Heading, new() { Name = "Second opinion" });
        await Expect(opinion).ToBeVisibleAsync();
        while (await page.Locator("table.opinion").CountAsync() == 0)
        {
            await page.ReloadAsync();
            await Expect(opinion).ToBeVisibleAsync();
        }

        await Expect(page.Locator("table.opinion tbody th").First).ToHaveTextAsync("All");
        await desktop.KeepPictureAsync("model");
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Planner_SeesTheRunsOfGrantedRegions_AndCannotFitAnew()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, demo.Address);
        await desktop.SignInAsync("Petra Nord", "/runs");

        var rows = desktop.Page.Locator("table.runs tbody tr");
        await Expect(rows.Filter(new() { HasText = "Germany North" }).First).ToBeVisibleAsync();
        await Expect(rows.Filter(new() { HasText = "US West Coast" })).ToHaveCountAsync(0);
        await Expect(desktop.Page.GetByText("Fit the models anew")).ToHaveCountAsync(0);
        Assert.Empty(desktop.Complaints);
    }
}

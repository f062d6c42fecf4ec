using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>A planner looks at days in a real browser.</summary>
public class DaysPageTests(Web.Features.Sales.DaysPageTests.Seeded product, Chromium chromium)
    : IClassFixture<Web.Features.Sales.DaysPageTests.Seeded>
{
    [Fact]
    public async Task Planner_ChoosesAKind_AndReadsWhy()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        await desktop.SignInAsync("Petra Nord", "/days");

        await Expect(desktop.Heading).ToHaveTextAsync("Days to look at");
        await Expect(desktop.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(desktop.Page.Locator("tbody tr")).ToContainTextAsync("Sold 900 in the north.");
        Assert.Empty(await desktop.ViolationsAsync());
        await desktop.KeepPictureAsync("days");

        await desktop.Page.GetByText("Stock-outs (").ClickAsync();
        await Expect(desktop.Page.GetByText("No stock-outs are marked in the sales.")).ToBeVisibleAsync();
        await desktop.Page.GetByText("Outliers (1)").ClickAsync();
        await Expect(desktop.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Phone_ScrollsTheTable_NotThePage()
    {
        await using var phone = await Desktop.OpenAsync(chromium, product.Address, new() { Width = 390, Height = 844 });
        await phone.SignInAsync("Ada Admin", "/days");

        await Expect(phone.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        Assert.Equal(390, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await phone.KeepPictureAsync("days-phone");
    }
}

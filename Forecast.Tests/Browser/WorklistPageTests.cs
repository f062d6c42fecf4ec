using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Tests.Web.Features.Worklists;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>A planner goes through the worklist by keys alone, and on a phone.</summary>
public class WorklistPageTests(WorklistPageTests.Seeded product, Chromium chromium) : IClassFixture<WorklistPageTests.Seeded>
{
    /// <summary>A replica over a database with twenty lines in NORTH and six in WEST.</summary>
    public sealed class Seeded(EmbeddedServers servers) : Installation(servers)
    {
        public Uri Address { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var seed = await BoardSeed.PlantAsync(ConnectionString);
            await using (var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(ConnectionString).Options))
            {
                await WorklistSeed.PlantAsync(db, seed.North, 20);
                await WorklistSeed.PlantAsync(db, seed.West, 6);
            }

            await RunAsync("migrate");
            Address = (await StartAsync("web")).Address;
        }
    }

    [Fact]
    public async Task Planner_WalksSelectsSettlesAndUndoes_ByKeysAlone()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        await desktop.SignInAsync("Petra Nord", "/worklist?region=NORTH");
        var lines = desktop.Page.Locator("[data-line]");
        await Expect(lines).ToHaveCountAsync(15);
        await Expect(desktop.Page.GetByText("5 more")).ToBeVisibleAsync();
        Assert.Empty(await desktop.ViolationsAsync());
        await desktop.KeepPictureAsync("worklist");

        await PressUntilAsync(desktop, "j", () => Expect(lines.First).ToBeFocusedAsync(new() { Timeout = 500 }));
        await desktop.Page.Keyboard.PressAsync("j");
        await Expect(lines.Nth(1)).ToBeFocusedAsync();
        await desktop.Page.Keyboard.PressAsync("x");
        await desktop.Page.Keyboard.PressAsync("ArrowDown");
        await desktop.Page.Keyboard.PressAsync("x");
        await Expect(desktop.Page.GetByText("2 selected")).ToBeVisibleAsync();
        await desktop.Page.Keyboard.PressAsync("r");
        await Expect(desktop.Page.GetByText("2 lines reviewed.")).ToBeVisibleAsync();
        await Expect(lines).ToHaveCountAsync(13);
        await desktop.Page.Keyboard.PressAsync("u");
        await Expect(lines).ToHaveCountAsync(15);

        await desktop.Page.Keyboard.PressAsync("k");
        await desktop.Page.Keyboard.PressAsync("a");
        await Expect(desktop.Page.GetByLabel("Assign to")).ToBeFocusedAsync();
        Assert.Empty(await desktop.ViolationsAsync());
        await desktop.Page.Keyboard.PressAsync("Enter");
        await desktop.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(desktop.Page.GetByText("Assigned to Petra Nord.")).ToHaveCountAsync(1);
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Phone_ReadsAndSettles_WithoutScrollingSideways()
    {
        await using var phone = await Desktop.OpenAsync(chromium, product.Address, new() { Width = 390, Height = 844 });
        await phone.SignInAsync("Will West", "/worklist");
        var lines = phone.Page.Locator("[data-line]");
        await Expect(lines).ToHaveCountAsync(6);
        Assert.Equal(390, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await phone.KeepPictureAsync("worklist-phone");

        await phone.Page.GetByLabel("Snooze Line 6").ClickAsync();
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "A week" }).ClickAsync();

        await Expect(lines).ToHaveCountAsync(5);
        Assert.Empty(phone.Complaints);
    }

    /// <summary>Keys are heard once the page's script is there.</summary>
    private static async Task PressUntilAsync(Desktop desktop, string key, Func<Task> holds)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                await desktop.Page.Keyboard.PressAsync(key);
                await holds();
                return;
            }
            catch (Microsoft.Playwright.PlaywrightException) when (i < 60)
            {
                await desktop.Page.Locator("h1").ClickAsync(); // Off the list, so that the key begins anew.
            }
        }
    }
}

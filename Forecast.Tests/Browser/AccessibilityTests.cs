using Microsoft.Playwright;

namespace Forecast.Tests.Browser;

/// <summary>Every page, on a desktop and on a phone, in both themes, and what opens over it: nothing that axe objects to.</summary>
public class AccessibilityTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    private static readonly string[] Pages =
    [
        "/", "/region/NORTH/basis", "/region/NORTH/transport", "/transport/master", "/region/NORTH/brief",
        "/region/NORTH/store/N001", "/region/NORTH/item/I0001", "/region/NORTH/store/N001/item/I0001",
        "/accuracy", "/accuracy?level=store&by=weekday",
        "/days", "/data", "/data/loads/1", "/runs", "/runs/1", "/models", "/models/1", "/people", "/audit",
        "/worklist?region=NORTH", "/tokens", "/denied", "/no-such-page",
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task NoPage_HasAViolation(ColorScheme scheme, int width)
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address, new() { Width = width, Height = 900 });
        await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var found = new List<string>();
        await window.Page.GotoAsync("/signin");
        found.AddRange(await window.ViolationsAsync());
        await window.SignInAsync("Ada Admin", "/signin");
        var why = await window.Page.GetByRole(AriaRole.Link, new() { Name = "Why this forecast?" }).First.GetAttributeAsync("href");
        foreach (var path in Pages.Append(why!))
        {
            await window.Page.GotoAsync(path);
            await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await window.KeepPictureAsync($"axe-{scheme}-{width}{path.Replace('/', '-')}".TrimEnd('-'), wholePage: true);
            found.AddRange(await window.ViolationsAsync());
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory] // Its markup is Hangfire's; what can be read on it is a matter of our style sheets.
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task JobsDashboard_CanBeRead(ColorScheme scheme)
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address);
        await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await window.SignInAsync("Ada Admin");
        var found = new List<string>();
        foreach (var path in (string[])["/jobs", "/jobs/jobs/succeeded", "/jobs/jobs/details/1", "/jobs/recurring", "/jobs/servers"])
        {
            await window.Page.GotoAsync(path);
            await window.KeepPictureAsync($"jobs-{scheme}{path.Replace('/', '-')}", wholePage: true);
            found.AddRange((await window.ViolationsAsync()).Where(v => v.Contains(": color-contrast (", StringComparison.Ordinal)));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Back to site" }).ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("Runs · Foreact");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task WhatOpensOverThePage_HasNoViolation_AndClosesByEscape(ColorScheme scheme)
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address);
        await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await window.SignInAsync("Ada Admin");
        var found = new List<string>();

        await window.Page.Keyboard.PressAsync("f");
        var filter = window.Page.GetByLabel("Find a store", new() { Exact = true });
        await Assertions.Expect(filter).ToBeFocusedAsync();
        found.AddRange(await window.ViolationsAsync());
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(filter).ToBeHiddenAsync();
        await filter.EvaluateAsync("input => input.blur()");

        await window.Page.Keyboard.PressAsync("/");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        found.AddRange(await window.ViolationsAsync());
        await window.KeepPictureAsync($"palette-{scheme}");
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);

        var regions = window.Page.GetByRole(AriaRole.Button, new() { Name = "Other region" });
        await regions.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Menuitem).First).ToBeVisibleAsync();
        found.AddRange(await window.ViolationsAsync());
        await window.KeepPictureAsync($"menu-{scheme}");
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
        await Assertions.Expect(regions).ToBeFocusedAsync();

        await window.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        found.AddRange(await window.ViolationsAsync());
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}

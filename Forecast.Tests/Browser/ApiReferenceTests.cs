using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>The page to read and try the API, in a real browser.</summary>
public class ApiReferenceTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    [Fact]
    public async Task Page_ShowsTheOperations_AndAsksNoOtherHost()
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address);
        var (hosts, complaints) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        window.Page.Request += (_, request) => hosts.Add(new Uri(request.Url).Host);
        window.Page.Console += (_, line) =>
        {
            if (line.Type == "error")
                complaints.Add(line.Text);
        };
        await window.SignInAsync("Petra Nord");

        await window.Page.GotoAsync("/api-reference");

        await Expect(window.Page.GetByText("Forecasts per item and store").First).ToBeVisibleAsync();
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await window.KeepPictureAsync("api-reference");
        Assert.All(hosts.Where(host => host.Length > 0), host => Assert.Equal(demo.Address.Host, host));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Token_IsMadeOnThePage_AndReadsReasonsThatAddUp()
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address);
        await window.SignInAsync("Petra Nord");
        await window.Page.GetByTitle("Your API tokens").ClickAsync();
        await window.Page.GetByLabel("What it is for").FillAsync("Nightly report");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();

        var token = await window.Page.GetByLabel("The token").InputValueAsync();
        await window.KeepPictureAsync("tokens");
        var address = new Uri(demo.Address, "/api/v1/reasons?region=NORTH").ToString();
        var answer = await window.Page.APIRequest.GetAsync(address, new() { Headers = [new("Authorization", $"Bearer {token}")] });
        var days = (await answer.JsonAsync())!.Value.GetProperty("items");
        Assert.Equal(7, days.GetArrayLength());
        foreach (var day in days.EnumerateArray())
        {
            double sum = day.EnumerateObject().Where(p => p.Name is not ("day" or "onTheBoard" or "holidayNear"))
                .Sum(p => p.Value.GetDouble());
            Assert.Equal(day.GetProperty("onTheBoard").GetDouble(), sum, precision: 2);
        }
    }
}

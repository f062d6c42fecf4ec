using Forecast.Tests.Support;
using Microsoft.Playwright;

namespace Forecast.Tests.Browser;

/// <summary>An admin loads a file in a real browser.</summary>
public class DataPageTests(DataPageTests.Installed product, Chromium chromium) : IClassFixture<DataPageTests.Installed>
{
    private static string Pictures => Path.Combine(AppContext.BaseDirectory, "screenshots");

    [Fact]
    public async Task Admin_LoadsAFile_SeesIt_AndReadsWhyARowWasRejected()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        var page = desktop.Page;
        await desktop.SignInAsync("Ada Admin", "/data");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "How far sales reach" })).ToBeVisibleAsync();

        await Assertions.Expect(page.GetByLabel("File (CSV")).ToBeEnabledAsync();
        await page.GetByLabel("File (CSV").SetInputFilesAsync(new FilePayload
        {
            Name = "monday.csv",
            MimeType = "text/csv",
            Buffer = "date,store,item,quantity\n2024-05-01,N001,I0001,3\n2024-05-32,N001,I0001,4\n"u8.ToArray(),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Load the file" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The file is loaded.")).ToBeVisibleAsync();
        var row = page.GetByRole(AriaRole.Row, new() { Name = "monday.csv" });
        await Assertions.Expect(row).ToContainTextAsync("Loaded, some rows rejected");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "data.png"), FullPage = true });

        await row.GetByRole(AriaRole.Link, new() { Name = "monday.csv" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no such day in the calendar.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("2024-05-32,N001,I0001,4")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "load.png"), FullPage = true });
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task Admin_LooksAtAnExportFirst_ChoosesAColumn_AndLoadsIt()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        var page = desktop.Page;
        await desktop.SignInAsync("Ada Admin", "/data");
        await Assertions.Expect(page.GetByLabel("File (CSV")).ToBeEnabledAsync();
        await page.GetByLabel("File (CSV").SetInputFilesAsync(new FilePayload
        {
            Name = "export.csv",
            MimeType = "text/csv",
            Buffer = "Datum;Filiale;Artikel;Menge;Menge KG\n13.05.2024;N001;I0001;950;3\n14.05.2024;N001;I0001;1.000;4\n"u8.ToArray(),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 of 2 rows would be taken.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Units per week" })).ToContainTextAsync("1,950");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "preview.png"), FullPage = true });

        await page.GetByLabel("Menge KG is taken for").SelectOptionAsync("quantity");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Units per week" })).ToContainTextAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Load the file" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The file is loaded.")).ToBeVisibleAsync();
        Assert.Empty(desktop.Complaints);
    }

    public sealed class Installed(EmbeddedServers servers) : Installation(servers)
    {
        public Uri Address { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await RunAsync("demo", "--stores", "6", "--items", "4", "--days", "60");
            Address = (await StartAsync("web")).Address;
        }
    }
}

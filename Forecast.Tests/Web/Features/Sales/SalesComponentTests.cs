using Bunit;
using Forecast.Domain.Loads;
using Forecast.Web.Features.Sales.Parts;
using Forecast.Web.Features.Sales.Reading;
using MudBlazor.Services;

namespace Forecast.Tests.Web.Features.Sales;

public class SalesComponentTests : BunitContext
{
    public SalesComponentTests() => Services.AddMudServices();

    private static readonly DateTimeOffset Now = new(2026, 6, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void GoodLoad_ShowsItsFigures()
    {
        string row = RowOf(NewLoad(load => (load.RowsRead, load.RowsAccepted, load.ValuesChanged) = (12, 12, 7)));

        Assert.Contains("sales.csv", row, StringComparison.Ordinal);
        Assert.Contains("Loaded", row, StringComparison.Ordinal);
        Assert.Contains("12 12 0 7", row, StringComparison.Ordinal);
        Assert.Contains("11:59 UTC", row, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWithRejectedRows_SaysSoAndLeadsToThem()
    {
        var table = RenderTable(NewLoad(load => (load.RowsAccepted, load.RowsRejected) = (90, 3)));

        Assert.Contains("some rows rejected", table.Markup, StringComparison.Ordinal);
        Assert.Equal("/data/loads/5", table.Find("td.num a").GetAttribute("href"));
    }

    [Fact]
    public void RunningLoad_ShowsHowFarItIs()
    {
        var table = RenderTable(NewLoad(load => (load.Status, load.BytesRead, load.BytesTotal) = (LoadStatus.Running, 25, 100)));

        Assert.Contains("Reading, 25", table.Markup, StringComparison.Ordinal);
        Assert.Equal("0.25", table.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void WaitingLoad_SaysThatItWaits() =>
        Assert.Contains("Waits for another load", RowOf(NewLoad(load => load.Status = LoadStatus.Waiting)), StringComparison.Ordinal);

    [Fact]
    public void FailedLoad_ShowsWhy()
    {
        string row = RowOf(NewLoad(load => (load.Status, load.Message) = (LoadStatus.Failed, "The file is empty.")));

        Assert.Contains("Failed, nothing stored", row, StringComparison.Ordinal);
        Assert.Contains("The file is empty.", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Freshness_SaysWhichStoresAreBehind()
    {
        var expected = new DateOnly(2026, 6, 9);
        var table = Render<FreshnessTable>(parameters => parameters.Add(t => t.Regions,
        [
            new("N", "North", expected, expected, 4, []),
            new("S", "South", expected, expected, 4, [new StoreBehind("Bath", expected.AddDays(-3))]),
            new("W", "West", null, expected, 2, [new StoreBehind("Reno", null), new StoreBehind("Mesa", null)]),
            new("E", "East", null, expected, 0, []),
        ]));

        Assert.Equal(
            [
                "North Complete Tue 9 Jun 2026 Tue 9 Jun 2026 –",
                "South Late since Sun 7 Jun 2026 Tue 9 Jun 2026 Tue 9 Jun 2026 Bath (Sat 6 Jun)",
                "West Late none in the last 21 days Tue 9 Jun 2026 all 2 stores",
                "East No stores yet – Tue 9 Jun 2026 –",
            ],
            table.FindAll("tbody tr").Select(TextOf));
    }

    [Theory]
    [InlineData(
        200, """{"loadId":7,"message":"Ignored the columns note.","address":"/data/loads/7"}""",
        "The file is loaded. Ignored the columns note.", "/data/loads/7")]
    [InlineData(422, """{"loadId":7,"message":"The file is empty.","address":"/data/loads/7"}""", "The file is empty.", "/data/loads/7")]
    [InlineData(400, """{"loadId":null,"message":"The upload holds no file.","address":null}""", "The upload holds no file.", null)]
    [InlineData(502, "<html>Bad gateway</html>", "The server did not take the file (status 502). Nothing of it is stored.", null)]
    [InlineData(0, "", "The connection ended before the server answered. The list below says what became of the load; nothing half-done is "
        + "stored.", null)]
    public void Answer_IsPutIntoWords(int status, string body, string words, string? address) =>
        Assert.Equal((words, address), UploadPanel.Read(status, body));

    private static Load NewLoad(Action<Load> change)
    {
        var load = new Load
        {
            Id = 5,
            FileName = "sales.csv",
            RequestedBy = "Ada",
            Status = LoadStatus.Succeeded,
            StartedAt = Now.AddMinutes(-1)
        };
        change(load);
        return load;
    }

    private IRenderedComponent<LoadTable> RenderTable(Load load) =>
        Render<LoadTable>(parameters => parameters.Add(t => t.Loads, [load]).Add(t => t.Now, Now));

    private string RowOf(Load load) => TextOf(RenderTable(load).Find("tbody tr"));

    private static string TextOf(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.QuerySelectorAll("td")
            .Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
}

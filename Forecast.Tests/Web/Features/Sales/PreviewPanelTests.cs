using Bunit;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sales.Parts;
using Forecast.Web.Features.Sales.Reading;

namespace Forecast.Tests.Web.Features.Sales;

public class PreviewPanelTests : Screen
{
    private static readonly SalesPreview Understood = new()
    {
        Columns = [new("Tag", "date"), new("Menge", null)],
        Separator = "semicolon",
        Encoding = "Unicode",
        Dates = "day first (31.05.2024)",
        Numbers = "decimal comma (1.234,5)",
        Remarks = ["Dates are read day first."],
        FirstRows = [new(2, new DateOnly(2024, 5, 13), "S", "I", 1000, null, null)],
        FirstDay = new DateOnly(2024, 5, 13),
        LastDay = new DateOnly(2024, 5, 19),
        Stores = new(1, 1),
        Items = new(2, 0),
        Weeks = [new(new DateOnly(2024, 5, 13), 4321)],
        RowsRead = 10,
        RowsTaken = 8,
        RowsRejected = 2,
        Reasons = [new("quantity", "The quantity is not a number.", 2)],
    };

    [Fact]
    public void Preview_ShowsHowTheFileIsUnderstood()
    {
        var panel = Render<PreviewPanel>(p => p.Add(x => x.FileName, "a.csv").Add(x => x.Answer, new PreviewAnswer("", Understood)));

        Assert.All(
            ["8 of 10 rows", "day first", "decimal comma", "4,321", "Mon 13 May 2024", "The quantity is not a number.", "semicolon"],
            words => Assert.Contains(words, panel.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChosenColumn_IsToldWithItsMeaning()
    {
        (string, string)? told = null;
        var panel = Render<PreviewPanel>(p => p.Add(x => x.FileName, "a.csv").Add(x => x.Answer, new PreviewAnswer("", Understood))
            .Add(x => x.ColumnChosen, choice => told = choice));
        await panel.Find("select[aria-label='Menge is taken for']").ChangeAsync(new() { Value = "quantity" });

        Assert.Equal(("Menge", "quantity"), told);
    }

    [Fact]
    public async Task RefusedFile_OffersItsColumns_AndWhatWasSaidOfTheLastOne()
    {
        IReadOnlyDictionary<string, string>? taken = null;
        var answer = new PreviewAnswer("The header lacks \"quantity\".", null,
            new RememberedChoices("may.csv", new DateTimeOffset(2026, 5, 31, 8, 0, 0, TimeSpan.Zero),
                new Dictionary<string, string>(StringComparer.Ordinal) { ["dates"] = "day-first" }),
            [new("Tag", "date"), new("Pieces", null)]);
        var panel = Render<PreviewPanel>(p => p.Add(x => x.FileName, "june.csv").Add(x => x.Answer, answer)
            .Add(x => x.RememberedTaken, said => taken = said));

        string remembered = panel.Find(".remembered").TextContent;
        Assert.All(
            ["may.csv", "Sun 31 May 2026", "dates day-first"], words => Assert.Contains(words, remembered, StringComparison.Ordinal));
        Assert.NotNull(panel.Find("select[aria-label='Pieces is taken for']"));
        await panel.Find(".remembered button").ClickAsync(new());
        Assert.Equal("day-first", taken!["dates"]);
    }

    [Fact]
    public void RefusedFile_ShowsWhy()
    {
        var panel = Render<PreviewPanel>(
            p => p.Add(x => x.FileName, "a.csv").Add(x => x.Answer, new PreviewAnswer("Say which it is.", null)));

        Assert.Contains("Say which it is.", panel.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }
}

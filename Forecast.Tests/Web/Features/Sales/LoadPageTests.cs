using Bunit;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sales;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Sales;

/// <summary>The page of one load, over a real database.</summary>
public sealed class LoadPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task RejectedRows_AreShownPageByPage()
    {
        long load = await LoadAsync(rejected: 103);
        Visit(Seed.Ada, $"data/loads/{load}");

        var page = Render<LoadPage>(p => p.Add(l => l.Id, load));

        page.WaitForAssertion(() => Assert.Equal("sales.csv", TextOf(page.Find("h1"))));
        Assert.Equal("Loaded, some rows rejected. 7 taken.", TextOf(page.Find(".notice span")));
        Assert.Equal(100, page.FindAll("tbody tr").Count);
        Assert.Equal(["2", "quantity", "It is below zero.", "2026-11-01,N1,I1,-1"],
            page.FindAll("tbody tr")[0].QuerySelectorAll("td").Select(TextOf));
        Assert.Equal($"/data/loads/{load}?after=101", page.Find(".paging a").GetAttribute("href"));

        Services.GetRequiredService<NavigationManager>().NavigateTo($"data/loads/{load}?after=101");

        page.WaitForAssertion(() => Assert.Equal(["102", "103", "104"], page.FindAll("tbody tr td:first-child").Select(TextOf)));
        Assert.Equal("First rows", TextOf(Assert.Single(page.FindAll(".paging a"))));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        Visit(Seed.Ada, "data/loads/1", Nowhere);

        var page = Render<LoadPage>(p => p.Add(l => l.Id, 1));

        page.WaitForAssertion(
            () => Assert.StartsWith(
            "The load could not be read The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Planner_IsRefusedByTheReader_NotOnlyByThePage()
    {
        long load = await LoadAsync(rejected: 1);
        Visit(Seed.Petra, $"data/loads/{load}");

        var page = Render<LoadPage>(p => p.Add(l => l.Id, load)); // The router would not even come here.

        page.WaitForAssertion(
            () => Assert.Contains("Petra Nord may not load files", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("table"));
    }

    private async Task<long> LoadAsync(int rejected)
    {
        await using var db = Database.CreateDbContext();
        var load = new Load
        {
            Kind = LoadKind.Sales,
            FileName = "sales.csv",
            RequestedBy = "Ada Admin",
            StartedAt = Boards.Morning,
            FinishedAt = Boards.Morning.AddSeconds(2),
            Status = LoadStatus.Succeeded,
            RowsRead = rejected + 7,
            RowsAccepted = 7,
            RowsRejected = rejected,
            Message = "7 taken.",
        };
        db.Add(load);
        await db.SaveChangesAsync(Soon);
        db.AddRange(Enumerable.Range(2, rejected).Select(line => new RejectedRow
        {
            LoadId = load.Id,
            Line = line,
            ColumnName = "quantity",
            Reason = "It is below zero.",
            Text = "2026-11-01,N1,I1,-1",
        }));
        await db.SaveChangesAsync(Soon);
        return load.Id;
    }
}

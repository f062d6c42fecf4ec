using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Forecast.Web.Features.People;
using Forecast.Web.Features.People.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.People;

/// <summary>Who has an account and what admins do about it, over a real database.</summary>
public sealed class PeoplePageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public void List_ShowsWhoHasAnAccount_WithRolesAndRegions_ClosedOnesLast()
    {
        Visit(Seed.Ada, "people");

        var page = Render<PeoplePage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(
            ["Ada Admin", "Nora New", "Petra Nord", "Will West", "Otto Old Closed"],
            page.FindAll("tbody tr").Select(row => TextOf(row.QuerySelectorAll("td")[0])));
        Assert.Equal(["Admin", "all", "in the last 24 hours"], CellsOf(page, "Ada Admin")[1..4]); // She is here.
        Assert.Equal(["Planner", "North", "never"], CellsOf(page, "Petra Nord")[1..4]);
        Assert.Equal(["Planner", "none yet", "never"], CellsOf(page, "Nora New")[1..4]);
    }

    [Fact]
    public async Task Regions_AreGivenAndTaken_AndBothAreWrittenDown()
    {
        Visit(Seed.Ada, "people");
        var page = Render<PeoplePage>();
        page.WaitForElement("[aria-label='Regions of Petra Nord']").Click();

        page.WaitForElement("form.choice input[type=checkbox][checked]").Change(false); // North
        page.FindAll("form.choice input[type=checkbox]")[1].Change(true); // West
        page.Find("form.choice").Submit();

        page.WaitForAssertion(() => Assert.Equal("West", CellsOf(page, "Petra Nord")[2]));
        await using var db = Database.CreateDbContext();
        Assert.Equal([Seed.West], await db.RegionGrants.Where(g => g.UserId == Seed.Petra.Id).Select(g => g.RegionId).ToListAsync(Soon));
        Assert.Equal(
            [("Ada Admin", "withdraw region", "North"), ("Ada Admin", "grant region", "West")],
            (await db.AuditEntries.OrderBy(a => a.Id).ToListAsync(Soon)).Select(a => (a.By, a.Action, a.Detail)));
    }

    [Fact]
    public async Task RegionByGroup_IsShownAndCannotBeTaken()
    {
        await using (var db = Database.CreateDbContext())
        {
            await db.RegionGrants.Where(g => g.UserId == Seed.Petra.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(g => g.ByGroup, true), Soon);
        }

        Visit(Seed.Ada, "people");
        var page = Render<PeoplePage>();
        page.WaitForElement("[aria-label='Regions of Petra Nord']").Click();

        Assert.Equal("North (by group)", TextOf(page.WaitForElement("form.choice label")));
        Assert.True(page.Find("form.choice input").HasAttribute("disabled"));
        page.Find("form.choice").Submit();

        page.WaitForAssertion(() => Assert.Equal("North (by group)", CellsOf(page, "Petra Nord")[2]));
    }

    [Fact]
    public async Task ClosingAnAccount_AsksOnceMore_AndCanBeUndone()
    {
        Visit(Seed.Ada, "people");
        var page = Render<PeoplePage>();
        page.WaitForElement("[aria-label='Close the account of Petra Nord']").Click();
        page.WaitForElement(".mud-button-filled-error").Click();

        page.WaitForElement("[aria-label='Open the account of Petra Nord']").Click();

        page.WaitForElement("[aria-label='Close the account of Petra Nord']");
        await using var db = Database.CreateDbContext();
        Assert.Equal(["close account", "open account"], await db.AuditEntries.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Soon));
    }

    [Fact]
    public void OwnAccount_CannotBeClosed()
    {
        Visit(Seed.Ada, "people");
        var page = Render<PeoplePage>();
        page.WaitForElement("[aria-label='Close the account of Petra Nord']");

        Assert.Empty(page.FindAll("[aria-label='Close the account of Ada Admin']"));
    }

    [Fact]
    public async Task OwnAccount_CannotBeClosedByAnotherWayEither()
    {
        var ada = Seed.Viewer(Seed.Ada);

        await Assert.ThrowsAsync<AccessDeniedException>(() => Changes.CloseAsync(ada, ada.UserId, Soon));
    }

    [Fact]
    public async Task NobodyButAdmins_ReadsOrChangesAnything()
    {
        var petra = Seed.Viewer(Seed.Petra, Seed.North);
        var reader = new PeopleReader(Database.Viewers);

        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.FindAsync(petra, "", 10, Soon));
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.RegionsAsync(petra, Soon));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Changes.GrantAsync(petra, petra.UserId, [Seed.West], Soon));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Changes.CloseAsync(petra, Seed.Ada.Id, Soon));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Changes.OpenAsync(petra, Seed.Otto.Id, Soon));
    }

    [Theory]
    [InlineData("nor", 2)] // Petra Nord and Nora New
    [InlineData("%", 0)] // A text, not a pattern.
    [InlineData("", 5)]
    public async Task People_AreFoundByName(string text, int count) =>
        Assert.Equal(count, (await new PeopleReader(Database.Viewers).FindAsync(Seed.Viewer(Seed.Ada), text, 10, Soon)).Count);

    private AccountChanges Changes =>
        new(Database.Viewers, new ViewerDirectory(Database, Clock), new AuditTrail(Database, Clock), Clock);

    private static string[] CellsOf(IRenderedComponent<PeoplePage> page, string name) =>
    [
        .. page.FindAll("tbody tr").Single(row => TextOf(row).StartsWith(name, StringComparison.Ordinal)).QuerySelectorAll("td")
            .Select(TextOf),
    ];
}

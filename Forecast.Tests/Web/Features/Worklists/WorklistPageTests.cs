using Bunit;
using Forecast.Domain.Access;
using Forecast.Domain.Worklists;
using Forecast.Tests.Support;
using Forecast.Web.Features.Worklists;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Worklists;

/// <summary>The page in all its states, over a real database.</summary>
public sealed class WorklistPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Lines_SayWhatAndWhyAndHowMuch_AndLeadToTheirCause()
    {
        await PlantAsync(2, (i, line) => (line.StoreId, line.ItemId, line.Pallets) = (StoreId("N1"), ItemId("I1"), i == 2 ? 1.5 : null));

        var page = Show(Seed.Petra, "worklist");

        page.WaitForElement("[data-line]");
        Assert.Equal(["Line 2", "Line 1"], page.FindAll("[data-cause]").Select(TextOf));
        Assert.Equal("/region/NORTH/store/N1/item/I1", page.Find("[data-cause]").GetAttribute("href"));
        var text = TextOf(page.Find("[data-line]"));
        Assert.Contains("Medium Demand far above Line 2 Because of 2. Since Sat 21 Nov.", text, StringComparison.Ordinal);
        Assert.Contains("+2 units 1.5 pallets", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviewed_LeavesTheList_AndComesBackByUndo()
    {
        await PlantAsync(2);
        var page = Show(Seed.Petra, "worklist?region=NORTH");
        page.WaitForElement("[data-line]");

        await page.InvokeAsync(() => page.Find("[aria-label='Reviewed: Line 2']").Click());

        page.WaitForAssertion(() => Assert.Equal(["Line 1"], page.FindAll("[data-cause]").Select(TextOf)));
        Assert.Contains("1 line reviewed.", TextOf(page.Find(".notice")), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-undo]").Click());
        page.WaitForAssertion(() => Assert.Equal(["Line 2", "Line 1"], page.FindAll("[data-cause]").Select(TextOf)));
    }

    [Fact]
    public async Task AllSelected_AreAssignedAtOnce()
    {
        await PlantAsync(3);
        var page = Show(Seed.Petra, "worklist");
        page.WaitForElement("[data-line]");

        await page.InvokeAsync(() => page.Find("[aria-label='Select all lines shown']").Change(true));
        await page.InvokeAsync(() => page.Find("[aria-label='Assign selected lines']").Click());
        page.WaitForElement("form.choice select");
        await page.InvokeAsync(() => page.Find("form.choice").Submit()); // Petra is the only one who plans the region.

        page.WaitForAssertion(() => Assert.All(
            page.FindAll("[data-line]"), line => Assert.Contains("Assigned to Petra Nord.", TextOf(line), StringComparison.Ordinal)));
        await using var db = Database.CreateDbContext();
        Assert.Equal(3, await db.WorklistEntries.CountAsync(e => e.AssignedTo == Seed.Petra.Id, Soon));
    }

    [Fact]
    public async Task Snooze_AsksUntilWhen()
    {
        await PlantAsync(1);
        var page = Show(Seed.Petra, "worklist");
        page.WaitForElement("[data-line]");

        await page.InvokeAsync(() => page.Find("[aria-label='Snooze Line 1']").Click());
        page.WaitForElement("form.choice");
        await page.InvokeAsync(() => page.FindAll("form.choice button").Single(b => TextOf(b) == "A week").Click());

        page.WaitForAssertion(() => Assert.Contains("There is nothing to look at.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
        await using var db = Database.CreateDbContext();
        Assert.Equal(new DateOnly(2026, 11, 28), (await db.WorklistEntries.SingleAsync(Soon)).SnoozedUntil);
    }

    [Fact]
    public async Task WhoMayOnlyLook_SeesLinesWithoutButtons()
    {
        await PlantAsync(1);
        await using (var db = Database.CreateDbContext())
            await db.Users.Where(u => u.Id == Seed.Petra.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.Role, Role.Viewer), Soon);

        var page = Show(Seed.Petra, "worklist");

        page.WaitForElement("[data-line]");
        Assert.Empty(page.FindAll("[data-line] button, [data-line] input, [data-settle]"));
    }

    [Fact]
    public void RegionWithoutAPublishedDay_SaysWhenThereWillBeAList()
    {
        var page = Show(Seed.Petra, "worklist");

        page.WaitForAssertion(() => Assert.Contains(
            "There is no worklist of this region yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public void RegionOfOthers_IsNotThere()
    {
        var page = Show(Seed.Petra, "worklist?region=WEST");

        page.WaitForAssertion(() => Assert.Contains(
            "There is no region WEST among yours.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public void NobodysRegions_SayWhatToDo()
    {
        var page = Show(Seed.Nora, "worklist");

        page.WaitForAssertion(() => Assert.Contains("Ask an admin", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListThatCouldNotBeMade_IsSaid_WhileTheOneBeforeStays()
    {
        await PlantAsync(1);
        await using (var db = Database.CreateDbContext())
        {
            await db.RegionWorklists.ExecuteUpdateAsync(
                s => s.SetProperty(w => w.FailedRunId, 2).SetProperty(w => w.FailedAt, Boards.Morning), Soon);
        }

        var page = Show(Seed.Petra, "worklist");

        page.WaitForElement("[data-line]");
        Assert.Contains(
            "The worklist of the newest forecast could not be made at", TextOf(page.Find(".notice")), StringComparison.Ordinal);
    }

    [Fact]
    public void DatabaseThatIsAway_IsSaid_AndCanBeTriedAgain()
    {
        Visit(Seed.Petra, "worklist", Nowhere);

        var page = Render<WorklistPage>();

        page.WaitForAssertion(() => Assert.Contains("The worklist could not be read", page.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<WorklistPage> Show(User user, string address)
    {
        Visit(user, address);
        JSInterop.Mode = JSRuntimeMode.Loose;
        return Render<WorklistPage>();
    }

    private async Task PlantAsync(int lines, Action<int, WorklistEntry>? change = null)
    {
        await using var db = Database.CreateDbContext();
        await WorklistSeed.PlantAsync(db, Seed.North, lines, change);
    }

    private int StoreId(string code)
    {
        using var db = Database.CreateDbContext();
        return db.Stores.Single(s => s.Code == code).Id;
    }

    private int ItemId(string code)
    {
        using var db = Database.CreateDbContext();
        return db.Items.Single(i => i.Code == code).Id;
    }
}

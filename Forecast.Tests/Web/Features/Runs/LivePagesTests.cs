using AngleSharp.Dom;
using Bunit;
using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Runs;

/// <summary>
/// Pages that follow runs, over a real database. They are on screen before they have read anything, as they are in a browser that answers
/// at once; news travels as PostgreSQL tells it.
/// </summary>
public sealed class LivePagesTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Runs_ShowWhatMoves()
    {
        var page = Show<RunsPage>(Seed.Petra, "runs");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.runs tbody tr")));

        var run = await BeginAsync(Seed.North);
        page.WaitForAssertion(() => Assert.StartsWith("Under way", State(page), StringComparison.Ordinal));
        await MoveAsync(run, r => (r.Status, r.Message) = (RunStatus.Failed, "The blob server does not answer."));

        page.WaitForAssertion(() => Assert.Equal("Failed The blob server does not answer.", State(page)));
        Assert.Equal(2, page.FindAll("table.runs tbody tr").Count);
    }

    [Fact]
    public async Task Runs_OfRegionsThatAreNotTheirs_AreNotShown()
    {
        var page = Show<RunsPage>(Seed.Petra, "runs");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.runs tbody tr")));

        await BeginAsync(Seed.West);
        await BeginAsync(Seed.North);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("table.runs tbody tr").Count));
        Assert.DoesNotContain("West", TextOf(page.Find("table.runs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_AreNoLongerHeardOf_OnceTheGrantIsGone()
    {
        var page = Show<RunsPage>(Seed.Petra, "runs");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.runs tbody tr")));
        var run = await BeginAsync(Seed.North);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("table.runs tbody tr").Count));

        await using (var db = Database.CreateDbContext())
            await db.RegionGrants.Where(g => g.UserId == Seed.Petra.Id).ExecuteDeleteAsync(Soon);
        Clock.Now = Clock.Now.AddMinutes(1);
        await MoveAsync(run, r => r.Status = RunStatus.Failed);

        Assert.StartsWith("Under way", State(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_IsFollowedToItsEnd()
    {
        long id = await BeginAsync(Seed.North, tell: false);
        var page = Show<RunPage>(Seed.Petra, $"runs/{id}", p => p.Add(r => r.Id, id));
        page.WaitForAssertion(() => Assert.Equal("Under way", TextOf(page.Find(".notice span"))));

        await MoveAsync(id, r => (r.Status, r.Message) = (RunStatus.Failed, "The blob server does not answer."));

        page.WaitForAssertion(() => Assert.Equal("Failed. The blob server does not answer.", TextOf(page.Find(".notice span"))));
    }

    [Fact]
    public void Run_OfAnotherRegion_LooksLikeNone()
    {
        long id;
        using (var db = Database.CreateDbContext())
            id = db.Runs.Single(r => r.RegionId == Seed.West).Id;

        var page = Show<RunPage>(Seed.Petra, $"runs/{id}", p => p.Add(r => r.Id, id));

        page.WaitForAssertion(
            () => Assert.StartsWith($"There is no run {id} in your regions.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Board_OfAnotherRegion_KnowsNothingOfTheRunsOfTheOneBefore()
    {
        var page = Show<BoardPage>(Seed.Ada, "region/NORTH", p => p.Add(b => b.Code, "NORTH"));
        page.WaitForAssertion(() => Assert.Equal("North", TextOf(page.Find("h1"))));
        var north = await BeginAsync(Seed.North);
        page.WaitForAssertion(() => Assert.StartsWith("Refreshing all stores.", TextOf(page.Find(".under-way")), StringComparison.Ordinal));

        page.Render(p => p.Add(b => b.Code, "WEST"));
        page.WaitForAssertion(() => Assert.Equal("West", TextOf(page.Find("h1"))));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".under-way")));
        await MoveAsync(north, r => r.SeriesDone = 1);
        await BeginAsync(Seed.West);

        page.WaitForAssertion(() => Assert.Contains("0 of 20 items", TextOf(page.Find(".under-way")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Board_ThatCannotTakeTheNews_SaysSo()
    {
        var page = Show<BoardPage>(Seed.Petra, "region/NORTH", p => p.Add(b => b.Code, "NORTH"));
        page.WaitForElement("[data-refresh]");
        var run = await BeginAsync(Seed.North);
        page.WaitForElement(".under-way");

        await EmbeddedServers.ExecuteAsOwnerAsync(
            Database.ConnectionString, "ALTER TABLE current_forecast RENAME TO current_forecast_away");
        await MoveAsync(run, r => r.Status = RunStatus.Succeeded);

        page.WaitForAssertion(
            () => Assert.Contains("The database refused the request.", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("280 units", TextOf(page.Find(".figure"))); // The last board stays.
    }

    private static string State(IRenderedComponent<RunsPage> page) => TextOf(page.Find("table.runs tbody td.state"));

    private IRenderedComponent<TPage> Show<TPage>(
        User user, string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        Visit(user, address);
        return Render<TPage>(p => parameters?.Invoke(p));
    }

    private async Task<long> BeginAsync(int region, bool tell = true)
    {
        await using var db = Database.CreateDbContext();
        var run = new Run
        {
            Kind = RunKind.Refresh,
            RegionId = region,
            ScopeKey = $"Refresh:{region}",
            RequestedBy = "Petra Nord",
            RequestedAt = Boards.Morning,
            StartedAt = Boards.Morning,
            Origin = Boards.Origin,
            Status = RunStatus.Running,
            SeriesCount = 20,
            ShardCount = 1,
        };
        db.Add(run);
        await db.SaveChangesAsync(Soon);
        if (tell)
            await TellAsync(run);
        return run.Id;
    }

    private async Task MoveAsync(long id, Action<Run> change)
    {
        await using var db = Database.CreateDbContext();
        var run = await db.Runs.SingleAsync(r => r.Id == id, Soon);
        change(run);
        run.FinishedAt = run.HasEnded ? Boards.Morning.AddSeconds(5) : null;
        await db.SaveChangesAsync(Soon);
        await TellAsync(run);
    }

    /// <summary>As the listener does; returns when every subscriber has heard of it.</summary>
    private async Task TellAsync(Run run)
    {
        var feed = Services.GetRequiredService<RunFeed>();
        await feed.TellAsync(run.Id, Soon);
    }
}

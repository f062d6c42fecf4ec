using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Worklists;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Forecast.Web.Features.Worklists;
using Forecast.Web.Features.Worklists.Figures;
using Forecast.Web.Features.Worklists.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Forecast.Tests.Web.Features.Worklists;

/// <summary>What planners do with lines, and what the worklist shows afterwards, over a real database.</summary>
public sealed class WorklistChangesTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private readonly StillClock clock = new(Boards.Morning);
    private BoardSeed seed = null!;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private WorklistChanges Changes => new(database.Viewers, new AuditTrail(database, clock), clock);

    private WorklistReader Reader => new(database.Viewers, clock, Options.Create(new WorklistOptions { Budget = 3 }));

    private Viewer Petra => seed.Viewer(seed.Petra, seed.North);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Budget_ShowsTheWeightiest_AndCountsTheRest()
    {
        await PlantAsync(10);

        var view = await ReadAsync();

        Assert.Equal(["Line 10", "Line 9", "Line 8"], view.Lines.Select(l => l.Entry.Title));
        Assert.Equal((10, 10), (view.Fitting, view.ByKind[WorklistKind.DemandAbove]));
    }

    [Fact]
    public async Task WhatIsSettled_IsDoneWithForTheMorning_AndNothingSlipsIn()
    {
        var lines = await PlantAsync(10);

        await Changes.ReviewAsync(Petra, [lines[9].Id, lines[8].Id], Soon);

        var view = await ReadAsync();
        Assert.Equal(["Line 8"], view.Lines.Select(l => l.Entry.Title));
        Assert.Equal((2, 8), (view.Settled, view.Fitting));
        Assert.Equal(8, (await ReadAsync(page: "1")).Lines.Count);
        Assert.Equal(["Line 10", "Line 9"], (await ReadAsync(status: "reviewed")).Lines.Select(l => l.Entry.Title));
    }

    [Fact]
    public async Task Snoozed_ComesBackOnItsDay()
    {
        var lines = await PlantAsync(1);
        await Changes.SnoozeAsync(Petra, [lines[0].Id], new DateOnly(2026, 11, 24), Soon);

        Assert.Empty((await ReadAsync()).Lines);
        Assert.Single((await ReadAsync(status: "snoozed")).Lines);

        clock.Now = Boards.Morning.AddDays(3); // The 24th.
        Assert.Single((await ReadAsync()).Lines);
        Assert.Equal((1, 0), ((await ReadAsync()).ByStatus[WorklistStatus.Open], (await ReadAsync(status: "snoozed")).Lines.Count));
    }

    [Theory]
    [InlineData("2026-11-21")] // Today.
    [InlineData("2027-11-23")] // 367 days.
    public async Task SnoozeUntilADayThatIsNone_IsRefused(string until)
    {
        var lines = await PlantAsync(1);

        var refusal = await Assert.ThrowsAsync<WorklistRefusedException>(
            () => Changes.SnoozeAsync(Petra, [lines[0].Id], DateOnly.Parse(until, CultureInfo.InvariantCulture), Soon));

        Assert.Equal("A line can be put off until a day from tomorrow on, for 366 days at most.", refusal.Message);
        Assert.Single((await ReadAsync()).Lines);
    }

    [Fact]
    public async Task Assigned_IsFoundByWhose_AlsoOnceThePersonHasLeft()
    {
        var lines = await PlantAsync(3);
        await Changes.AssignAsync(Petra, [lines[0].Id], seed.Petra.Id, Soon);

        Assert.Equal(["Line 1"], (await ReadAsync(who: "me")).Lines.Select(l => l.Entry.Title));
        Assert.Equal(2, (await ReadAsync(who: "nobody")).Fitting);
        Assert.Empty((await ReadAsync(who: "left")).Lines);

        await using (var db = database.CreateDbContext())
        {
            await db.Users.Where(u => u.Id == seed.Petra.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, Boards.Morning), Soon);
        }

        var left = Assert.Single((await ReadAsync(who: "left")).Lines);
        Assert.Equal(("Petra Nord", true), (left.Entry.AssignedName, left.HasLeft));
    }

    [Fact]
    public async Task WhoDoesNotPlanTheRegion_IsNotAssigned()
    {
        var lines = await PlantAsync(1);

        foreach (var other in (User[])[seed.Will, seed.Otto, seed.Ada]) // Another region's, left, no planner.
            await Assert.ThrowsAsync<WorklistRefusedException>(() => Changes.AssignAsync(Petra, [lines[0].Id], other.Id, Soon));
    }

    [Fact]
    public async Task Undo_MakesLinesWhatTheyWere_ButNotThoseThatOthersHaveChangedSince()
    {
        var lines = await PlantAsync(3);
        var reviewed = await Changes.ReviewAsync(Petra, [lines[0].Id, lines[1].Id], Soon);
        clock.Now = Boards.Morning.AddMinutes(1);
        await Changes.SnoozeAsync(seed.Viewer(seed.Ada, seed.North), [lines[1].Id], new DateOnly(2026, 12, 1), Soon);

        Assert.Equal(1, await Changes.UndoAsync(Petra, reviewed, Soon));

        Assert.Equal(["Line 3", "Line 1"], (await ReadAsync()).Lines.Select(l => l.Entry.Title));
        Assert.Equal(["Line 2"], (await ReadAsync(status: "snoozed")).Lines.Select(l => l.Entry.Title));
        Assert.Equal(0, await Changes.UndoAsync(Petra, reviewed, Soon));
    }

    [Fact]
    public async Task WhoDidWhat_IsInTheAudit()
    {
        var lines = await PlantAsync(2);
        await Changes.ReviewAsync(Petra, [.. lines.Select(l => l.Id)], Soon);

        await using var db = database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(Soon);
        Assert.Equal(("Petra Nord", "worklist reviewed", "region NORTH"), (entry.By, entry.Action, entry.Subject));
        Assert.Equal($"2 lines: {lines[1].Id} DemandAbove Line 2; {lines[0].Id} DemandAbove Line 1", entry.Detail);
    }

    [Fact]
    public async Task WhoMayOnlyLook_ChangesNothing_AndOthersLinesAreNotThere()
    {
        var lines = await PlantAsync(1);
        var reader = Petra with { Role = Role.Viewer };

        await Assert.ThrowsAsync<AccessDeniedException>(() => Changes.ReviewAsync(reader, [lines[0].Id], Soon));
        Assert.Single((await ReadAsync(reader)).Lines);
        var refusal = await Assert.ThrowsAsync<WorklistRefusedException>(
            () => Changes.ReviewAsync(seed.Viewer(seed.Will, seed.West), [lines[0].Id], Soon));
        Assert.Equal("There is no such line in your regions.", refusal.Message);
        Assert.Null(await Reader.ReadAsync(seed.Viewer(seed.Will, seed.West), WorklistFilter.Parse("NORTH", null, null, null, null), Soon));
    }

    [Fact]
    public async Task TooManyAtOnce_AreRefused() =>
        Assert.Equal("501 lines are too many at a time; 500 are allowed.", (await Assert.ThrowsAsync<WorklistRefusedException>(
            () => Changes.ReviewAsync(Petra, [.. Enumerable.Range(1, 501).Select(i => (long)i)], Soon))).Message);

    [Fact]
    public async Task ReportCard_CountsLastMonthsVerdictsByKind()
    {
        await PlantAsync(6, (i, line) =>
        {
            line.Kind = i <= 4 ? WorklistKind.StockOut : WorklistKind.Bias;
            line.LastDay = new DateOnly(2026, i == 6 ? 11 : 10, 15);
            line.Verdict = i switch { 1 => WorklistVerdict.Wrong, 2 => WorklistVerdict.Unknown, _ => WorklistVerdict.Right };
            line.GoneAt = Boards.Morning;
        });

        var view = await ReadAsync();

        Assert.Equal(
            [new KindScore(WorklistKind.Bias, 1, 0, 0), new KindScore(WorklistKind.StockOut, 2, 1, 1)], view.Card.OrderBy(c => c.Kind));
        Assert.Equal(2.0 / 3, view.Card.Single(c => c.Kind == WorklistKind.StockOut).Share);
    }

    private async Task<IReadOnlyList<WorklistEntry>> PlantAsync(int lines, Action<int, WorklistEntry>? change = null)
    {
        await using var db = database.CreateDbContext();
        return await WorklistSeed.PlantAsync(db, seed.North, lines, change);
    }

    private Task<WorklistView> ReadAsync(string? status = null, string? who = null, string? page = null) =>
        ReadAsync(Petra, status, who, page);

    private async Task<WorklistView> ReadAsync(Viewer viewer, string? status = null, string? who = null, string? page = null) =>
        (await Reader.ReadAsync(viewer, WorklistFilter.Parse("NORTH", null, status, who, page), Soon))!;
}

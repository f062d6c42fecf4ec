using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Ended;

/// <summary>The board of a region one of whose stores fell silent five weeks ago.</summary>
public sealed class EndedStoresTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task SilentStore_StandsApart_AndIsGoneOnceItHasClosed()
    {
        await SilenceAsync("N2");
        Visit(Seed.Petra, "/region/NORTH");
        var board = Render<BoardPage>(p => p.Add(b => b.Code, "NORTH"));
        board.WaitForElement(".ended");
        Assert.DoesNotContain("Bremen", board.FindAll("[data-row]").Select(TextOf).First(), StringComparison.Ordinal);

        await OnBoardAsync(board, page => page.Find("[aria-label='Bremen has closed']").Click());

        board.WaitForAssertion(() => Assert.Empty(board.FindAll(".ended")));
        await using var db = Database.CreateDbContext();
        Assert.Equal(Boards.Origin.AddDays(-35), (await db.Stores.SingleAsync(s => s.Code == "N2", Soon)).ClosedOn);
    }

    [Fact]
    public async Task WhatCannotBeSo_IsSaidBesideTheStore()
    {
        await SilenceAsync("N2");
        Visit(Seed.Petra, "/region/NORTH");
        var board = Render<BoardPage>(p => p.Add(b => b.Code, "NORTH"));
        board.WaitForElement("[aria-label='Bremen comes back on a day']");
        await OnBoardAsync(board, page => page.Find("[aria-label='Bremen comes back on a day']").Click());

        await OnBoardAsync(board, page => page.Find(".ended input[type=date]").Change("2026-01-01"));
        await OnBoardAsync(board, page => page.Find(".ended form").Submit());

        board.WaitForAssertion(() => Assert.StartsWith(
            "Bremen sold until 2026-10-16: it can come back on a day after that", TextOf(board.Find(".ended .notice")),
            StringComparison.Ordinal));
    }

    /// <summary>Finds and acts in one go: the board draws itself anew whenever it hears of runs.</summary>
    private static Task OnBoardAsync(IRenderedComponent<BoardPage> board, Action<IRenderedComponent<BoardPage>> act) =>
        board.InvokeAsync(() => act(board));

    private async Task SilenceAsync(string code)
    {
        await using var db = Database.CreateDbContext();
        int id = await db.Stores.Where(s => s.Code == code).Select(s => s.Id).SingleAsync(Soon);
        await db.StoreSales.Where(s => s.StoreId == id).ExecuteDeleteAsync(Soon);
        db.Add(Boards.Selling(id, Boards.Origin.AddYears(-1), Boards.Origin.AddDays(-35)));
        await db.SaveChangesAsync(Soon);
    }
}

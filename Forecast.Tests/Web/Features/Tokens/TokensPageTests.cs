using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Tokens;

/// <summary>Users make tokens for their programs and take them back, over a real database.</summary>
public sealed class TokensPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Token_IsMade_ShownOnce_AndKeptAsItsHash()
    {
        Visit(Seed.Petra, "tokens");
        var page = Render<TokensPage>();
        page.WaitForElement("form.make .name input");
        await page.InvokeAsync(() => page.Find("form.make .name input").Change("Nightly report"));

        await page.InvokeAsync(() => page.Find("form.make").Submit());

        var text = page.WaitForElement(".new input").GetAttribute("value")!;
        Assert.StartsWith(PersonalTokens.Prefix, text, StringComparison.Ordinal);
        await using var db = Database.CreateDbContext();
        var kept = await db.PersonalTokens.SingleAsync(Soon);
        Assert.Equal(PersonalTokens.HashOf(text), kept.Hash);
        Assert.Equal((Seed.Petra.Id, "Nightly report", text[^4..]), (kept.UserId, kept.Name, kept.Ending));
        Assert.Equal([ApiScopes.Read], kept.Scopes);
        Assert.Equal(Boards.Morning.AddDays(90), kept.ExpiresAt);
        Assert.Equal("make token", (await db.AuditEntries.SingleAsync(Soon)).Action);
        await page.InvokeAsync(() => page.FindAll(".new button").Single().Click());
        page.WaitForAssertion(() => Assert.DoesNotContain(text, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TakenBack_ATokenIsRefusedAtOnce()
    {
        Visit(Seed.Petra, "tokens");
        var (book, known) = (Services.GetRequiredService<TokenBook>(), Services.GetRequiredService<PersonalTokens>());
        var text = await book.MakeAsync(Seed.Viewer(Seed.Petra, Seed.North), "Report", [ApiScopes.Read], 30, Soon);
        Assert.NotNull((await known.FindAsync(text, Soon)).Caller);
        var page = Render<TokensPage>();

        page.WaitForElement("[aria-label='Take back Report']");
        await page.InvokeAsync(() => page.Find("[aria-label='Take back Report']").Click()); // Found and pressed between two renderings.
        await page.InvokeAsync(() => page.FindAll("td.actions button")[0].Click()); // Asked once more.

        page.WaitForAssertion(() => Assert.Contains("taken back", page.Markup, StringComparison.Ordinal));
        Assert.Contains("taken back", (await known.FindAsync(text, Soon)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodySeesOrTakesBackTheTokenOfAnother()
    {
        Visit(Seed.Will, "tokens");
        var (book, known) = (Services.GetRequiredService<TokenBook>(), Services.GetRequiredService<PersonalTokens>());
        var text = await book.MakeAsync(Seed.Viewer(Seed.Petra, Seed.North), "Report", [ApiScopes.Read], 30, Soon);
        await using var db = Database.CreateDbContext();
        long id = (await db.PersonalTokens.SingleAsync(Soon)).Id;

        await book.TakeBackAsync(Seed.Viewer(Seed.Will, Seed.West), id, Soon);

        Assert.Empty(await book.ListAsync(Seed.Viewer(Seed.Will, Seed.West), Soon));
        Assert.NotNull((await known.FindAsync(text, Soon)).Caller);
        var page = Render<TokensPage>();
        page.WaitForAssertion(() => Assert.Contains("no token yet", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", ApiScopes.Read, 30)]
    [InlineData("Report", ApiScopes.Import, 30)] // Petra loads no files.
    [InlineData("Report", "Everything", 30)]
    [InlineData("Report", ApiScopes.Read, 36500)]
    public async Task TokenBeyondWhatIsAllowed_IsNotMade(string name, string scope, int days)
    {
        Visit(Seed.Petra, "tokens");
        var book = Services.GetRequiredService<TokenBook>();

        await Assert.ThrowsAsync<TokenRefusedException>(
            () => book.MakeAsync(Seed.Viewer(Seed.Petra, Seed.North), name, [scope], days, Soon));
    }

    [Fact]
    public void Form_OffersWhatItsOwnerMayDo()
    {
        Visit(Seed.Petra, "tokens");

        var page = Render<TokensPage>();

        Assert.Equal(2, page.WaitForElements("form.make input[type=checkbox]").Count); // Reading and refreshing.
    }
}

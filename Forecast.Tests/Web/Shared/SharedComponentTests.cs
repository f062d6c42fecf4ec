using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Shared;

public class SharedComponentTests : Screen
{
    [Fact]
    public void EmptyState_SaysWhyAndWhatToDo() => Assert.Equal("Nothing here. Load sales.",
        TextOf(Render<EmptyState>(p => p.Add(e => e.Message, "Nothing here.").Add(e => e.Hint, "Load sales.")).Find(".empty")));

    [Fact]
    public void Loading_SaysWhat() =>
        Assert.Equal("Loading the runs…", TextOf(Render<Loading>(p => p.Add(l => l.What, "the runs")).Find("[role=status]")));

    [Fact]
    public void ErrorPanel_SaysWhatHappenedAndWhatHolds()
    {
        var panel = Render<ErrorPanel>(
            p => p.Add(e => e.Message, "The database does not answer.").Add(e => e.StillHolds, "Nothing is lost."));

        Assert.Equal("This did not work The database does not answer. Nothing is lost.", TextOf(panel.Find("[role=alert]")));
        Assert.Empty(panel.FindAll("button"));
    }

    [Fact]
    public void ErrorPanel_OffersToTryAgain()
    {
        int tries = 0;
        var panel = Render<ErrorPanel>(p => p.Add(e => e.Message, "No.").Add(e => e.Retry, () => tries++));

        panel.Find("button").Click();

        Assert.Equal(1, tries);
    }

    [Fact]
    public void ReconnectDialog_HasWordsForEachState()
    {
        var dialog = Render<ReconnectDialog>();

        Assert.Contains("Trying to reconnect", TextOf(dialog.Find(".reconnect-trying")), StringComparison.Ordinal);
        Assert.Contains("Nothing you asked for is lost", TextOf(dialog.Find(".reconnect-failed")), StringComparison.Ordinal);
        Assert.Contains("has been restarted", TextOf(dialog.Find(".reconnect-rejected")), StringComparison.Ordinal);
    }

    [Fact]
    public void KeyboardHelp_ListsTheKeys() =>
        Assert.Equal(
            ["/", "f", "r", "↑", "↓", "←", "→", "Enter", "j", "k", "r", "s", "a", "w", "Esc", "?"],
            Render<KeyboardHelp>().FindAll("kbd").Select(TextOf));

    [Fact]
    public void Header_OfAPlanner_HidesWhatIsForAdmins()
    {
        SignIn("Petra Nord");

        Assert.Equal(
            ["Board", "Worklist", "Transport", "Accuracy", "Runs", "Models", "Days"],
            Header(SignInKind.Entra).FindAll("nav a").Select(TextOf));
    }

    [Fact]
    public void Header_OfAnAdmin_ShowsAll()
    {
        SignIn("Ada Admin", admin: true);

        Assert.Equal(
            ["Board", "Worklist", "Transport", "Accuracy", "Runs", "Models", "Days", "Data", "People"],
            Header(SignInKind.Entra).FindAll("nav a").Select(TextOf));
    }

    [Fact]
    public void Header_OfTheDevelopmentSignIn_SaysThatTheSignInIsNotReal()
    {
        Assert.Equal("Development sign-in", TextOf(Header(SignInKind.Development).Find(".tag")));
    }

    [Fact]
    public void Header_OfTheCompanySignIn_DoesNot() => Assert.Empty(Header(SignInKind.Entra).FindAll(".tag"));

    [Fact]
    public void Failure_OfAccess_KeepsItsWords() => Assert.Equal("Not yours.", Failures.Sentence(new AccessDeniedException("Not yours.")));

    [Fact]
    public void Failure_Unexpected_TellsNoDetails() =>
        Assert.DoesNotContain("secret", Failures.Sentence(new InvalidOperationException("secret")), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "system")]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData("<script>", "system")]
    public void Theme_IsOneOfThree(string? cookie, string name) => Assert.Equal(name, ThemeChoice.Parse(cookie).Name);

    [Theory]
    [InlineData("foreact-theme=dark", "dark")]
    [InlineData("foreact-theme=dark; __Host-foreact-theme=light", "light")] // A neighbouring host may have planted the other.
    public void Theme_IsTakenFromTheCookieThatOnlyThisHostCanWrite(string cookies, string name)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = cookies;

        Assert.Equal(name, ThemeChoice.Of(request.Cookies).Name);
    }

    private IRenderedComponent<SiteHeader> Header(SignInKind kind)
    {
        Services.AddSingleton(new SignInMethod(kind));
        Services.AddAntiforgery();
        ComponentFactories.AddStub<Microsoft.AspNetCore.Components.Forms.AntiforgeryToken>();
        return Render<SiteHeader>();
    }
}

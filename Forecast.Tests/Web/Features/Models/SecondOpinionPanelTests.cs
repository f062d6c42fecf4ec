using Bunit;
using Forecast.Domain.Registry;
using Forecast.Tests.Support;
using Forecast.Web.Features.Models;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Features.Models;

public class SecondOpinionPanelTests : Screen
{
    [Fact]
    public void NoneAskedFor_NamesTheSetting()
    {
        var panel = Show(null);

        Assert.Contains("None was asked for: the setting Runs:SecondOpinion", Words(panel), StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("table"));
    }

    [Fact]
    public void NotGivenYet_IsSaid() =>
        Assert.Contains("is learning from the same sales, or waits for its turn", Words(Show(Opinions.Asked())), StringComparison.Ordinal);

    [Fact]
    public void NotPossible_SaysWhy()
    {
        var panel = Show(Opinions.Failed("ml-lightgbm cannot learn on this machine: …"));

        Assert.Contains("There is none. ml-lightgbm cannot learn on this machine: …", Words(panel), StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("table"));
    }

    [Fact]
    public void Given_SaysOfWhat_AndUndefinedIsADash()
    {
        var panel = Show(Opinions.Given());

        Assert.Contains(
            "LightGBM of Microsoft.ML and our engine learned from the same past of a sample, 2 of 800 series, and forecast "
                + "Sat 26 Sept 2026 to Fri 20 Nov 2026, which neither had seen.", Words(panel), StringComparison.Ordinal);
        Assert.Contains("the same past of all 2 series, and forecast", Words(Show(Opinions.Given(), 2)), StringComparison.Ordinal);
        Assert.Equal(
            ["Dead", "1", "–", "–", "–", "–", "–", "–", "–", "–"],
            panel.FindAll("tbody tr")[1].QuerySelectorAll("th, td").Select(TextOf));
        Assert.DoesNotContain("in a row", Words(panel), StringComparison.Ordinal);
    }

    [Fact]
    public void BetterAgainAndAgain_IsSaid() =>
        Assert.Contains(
            "LightGBM, an independent model, did better on past days for 2 retrains in a row. The forecast shown is still ours.",
            Words(Show(Opinions.Given(retrainsBehind: 2))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.02, 0.01, 0.03, "ours better: +2.0 (+1.0 to +3.0)")]
    [InlineData(-0.02, -0.03, -0.01, "ours worse: −2.0 (−3.0 to −1.0)")]
    [InlineData(0.01, -0.01, 0.03, "no clear difference: +1.0 (−1.0 to +3.0)")]
    [InlineData(0.01, null, null, "+1.0, too few days to be sure")]
    [InlineData(null, null, null, "–")]
    public void Verdict_IsNoSurerThanTheInterval(double? by, double? low, double? high, string expected) =>
        Assert.Equal(expected, OpinionWords.Verdict(new OpinionScore(null, 1, 1, 1, 1, 1, 1, 1, by, low, high)));

    private static string Words(IRenderedComponent<SecondOpinionPanel> panel) => string.Join(' ', panel.Nodes.Select(TextOf));

    private IRenderedComponent<SecondOpinionPanel> Show(SecondOpinion? opinion, int series = 800) =>
        Render<SecondOpinionPanel>(p => p.Add(s => s.Opinion, opinion).Add(s => s.SeriesOfVersion, series));
}

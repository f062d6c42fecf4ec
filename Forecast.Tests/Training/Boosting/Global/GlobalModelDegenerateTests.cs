using Forecast.Training.Panels;


namespace Forecast.Tests.Training.Boosting.Global;

public class GlobalModelDegenerateTests
{
    /// <summary>Name, quantity of series s on day t, days.</summary>
    public static TheoryData<string, int> Histories => new()
    {
        { "zeros", 200 }, { "nothing loaded", 200 }, { "constant", 200 }, { "spike", 200 }, { "alternating", 200 },
        { "gap of years", 2200 },
        { "one day", 1 }, { "two days", 2 }, { "dead", 800 }, { "just born", 300 }, { "negative and infinite", 200 },
    };

    private static float Quantity(string kind, int s, int t, int days) => kind switch
    {
        "zeros" => 0,
        "nothing loaded" => float.NaN,
        "constant" => 5,
        "spike" => t == 150 ? 1e9f : (s + t) % 4,
        "alternating" => t % 2,
        "gap of years" => t is > 200 and < 2100 ? float.NaN : t % 7,
        "dead" => t < 300 ? t % 5 : 0,
        "just born" => t < days - 3 ? float.NaN : 4,
        "negative and infinite" => t % 3 == 0 ? -4 : t % 5 == 0 ? float.PositiveInfinity : 2,
        _ => 3,
    };

    [Theory, MemberData(nameof(Histories))]
    public void AnyHistory_GetsAFiniteForecast(string kind, int days)
    {
        foreach (int series in new[] { 1, 7 })
        {
            var panel = new Panel
            {
                FirstDay = new DateOnly(2020, 2, 29),
                Days = days,
                Horizon = GlobalPanels.Horizon,
                Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(s, -1, -1, -1))],
                Quantity = [.. Enumerable.Range(0, series * days).Select(i => Quantity(kind, i / days, i % days, days))],
            };

            var model = GlobalPanels.Fit(panel, days - 1);
            var forecast = GlobalPanels.Predict(model, panel, days - 1);

            Assert.All(forecast, f => Assert.True(float.IsFinite(f) && f >= 0, $"{kind}: {f}"));
            if (kind is "zeros" or "nothing loaded")
                Assert.All(forecast, f => Assert.Equal(0, f));
            if (kind is "constant")
                Assert.All(forecast, f => Assert.Equal(5, f, 0.05f));
        }
    }

    [Fact]
    public void MixtureOfEverything_GetsAFiniteForecast()
    {
        var kinds = Histories.Select(h => h.Data.Item1).ToArray();
        const int Days = 400;
        var panel = new Panel
        {
            FirstDay = new DateOnly(2023, 5, 5),
            Days = Days,
            Horizon = GlobalPanels.Horizon,
            Series = [.. kinds.Select((_, s) => new PanelSeries(s, s % 2, s, s % 3))],
            Quantity = [.. kinds.SelectMany((kind, s) => Enumerable.Range(0, Days).Select(t => Quantity(kind, s, t, Days)))],
        };

        var forecast = GlobalPanels.Predict(GlobalPanels.Fit(panel, Days - 1), panel, Days - 1);

        Assert.All(forecast, f => Assert.True(float.IsFinite(f) && f >= 0));
    }
}

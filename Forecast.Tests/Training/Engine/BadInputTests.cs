using Forecast.Domain.Calendar;
using Forecast.Training.Engine;
using Forecast.Training.Panels;
using FsCheck;
using FsCheck.Fluent;

namespace Forecast.Tests.Training.Engine;

/// <summary>Whatever comes in, every series gets a finite, non-negative, ordered forecast and a sentence that says why.</summary>
public class BadInputTests
{
    private static readonly string[] Kinds =
    [
        "zeros", "nothing", "constant", "spike", "alternating", "gap", "one day", "negative", "infinite", "tiny", "huge", "ordinary",
        "sparse",
        "promoted daily", "future promotion", "closed", "stocked out", "leading zeros", "dead",
    ];

    [Fact]
    public void AnyMixOfOddSeries_IsForecast()
    {
        var panels = from days in Gen.Elements(0, 1, 2, 6, 8, 15, 29, 60, 200, 500)
                     from horizon in Gen.Elements(1, 7, 28)
                     from kinds in Gen.ArrayOf(Gen.Elements(Kinds))
                     from seed in Gen.Choose(0, 10_000)
                     select (days, horizon, kinds, seed);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(panels.ToArbitrary(), x => Holds(Create(x.days, x.horizon, x.kinds, x.seed), x.horizon)));
    }

    [Fact]
    public void HorizonLongerThanHistory_IsForecast() => Assert.True(Holds(Create(20, 90, ["ordinary", "sparse", "zeros"], 1), 90));

    [Fact]
    public void ManyShortSeries_AreForecast() => Assert.True(Holds(Create(30, 7, [.. Enumerable.Repeat("sparse", 3000)], 2), 7));

    [Fact]
    public void FiveYearGap_IsForecastFromWhatCameAfter()
    {
        var quantity = new float[2500];
        for (int t = 0; t < quantity.Length; t++)
            quantity[t] = t < 300 ? 500 : t < 2200 ? float.NaN : 20;
        var forecast = Run(Support.SamplePanels.Of(quantity, 1, quantity.Length, 7), 7);
        Assert.True(forecast.Mean.All(m => m is >= 15 and <= 25), $"{string.Join(" ", forecast.Mean)}: {forecast.Reason[0]}");
    }

    [Fact]
    public void PanelWithArraysThatDoNotFit_IsRefusedByName()
    {
        var panel = new Panel
        {
            FirstDay = Support.SamplePanels.FirstDay,
            Days = 10,
            Horizon = 7,
            Series = [new PanelSeries(1, 1, 1, 1)],
            Quantity = new float[10],
            Open = new float[10]
        };
        var error = Assert.Throws<ArgumentException>(
            () => Support.SamplePanels.Fitted(new ForecastEngine(new EngineOptions { Horizon = 7 }), panel));
        Assert.Contains("Open holds 10 values; 1 series × 17 days need 17.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownModel_IsRefusedWithTheKnownOnes()
    {
        var engine = new ForecastEngine(new EngineOptions { Models = ["prophet"] });
        Assert.Contains(
            "seasonal-smoothing", Assert.Throws<ArgumentException>(
            () => Support.SamplePanels.Fitted(engine, Support.SamplePanels.Weekly(1, 60))).Message, StringComparison.Ordinal);
    }

    private static bool Holds(Panel panel, int horizon)
    {
        var forecast = Run(panel, horizon);
        for (int i = 0; i < forecast.Mean.Length; i++)
        {
            float[] values = [forecast.P10[i], forecast.P50[i], forecast.P90[i], forecast.Mean[i], forecast.Naive[i]];
            if (!values.All(v => float.IsFinite(v) && v >= 0) || values[0] > values[1] || values[1] > values[2])
                throw new InvalidOperationException($"Series {i / horizon}, step {i % horizon}: {string.Join(", ", values)}.");
        }

        return forecast.Reason.All(r => r.EndsWith('.')) && forecast.Method.All(m => m.Length > 0);
    }

    private static PanelForecast Run(Panel panel, int horizon)
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = horizon, GlobalRounds = 10 });
        return engine.Predict(Support.SamplePanels.Fitted(engine, panel), panel);
    }

    private static Panel Create(int days, int horizon, string[] kinds, int seed)
    {
        var random = new Random(seed);
        int known = days + horizon, count = kinds.Length;
        float[] quantity = new float[count * days], stockedOut = new float[count * days];
        float[] promotion = new float[count * known], open = new float[count * known], price = new float[count * known];
        open.AsSpan().Fill(1);
        price.AsSpan().Fill(float.NaN);
        for (int s = 0; s < count; s++)
        {
            for (int t = 0; t < known; t++)
            {
                promotion[s * known + t] = kinds[s] == "promoted daily" || (kinds[s] == "future promotion" && t >= days) ? 1 : 0;
                open[s * known + t] = kinds[s] == "closed" ? 0 : 1;
                if (t >= days)
                    continue;
                quantity[s * days + t] = Demand(kinds[s], t, days, random);
                stockedOut[s * days + t] = kinds[s] == "stocked out" ? 1 : 0;
                price[s * known + t] = random.Next(4) == 0 ? 0 : 2;
            }
        }

        return new Panel
        {
            FirstDay = Support.SamplePanels.FirstDay,
            Days = days,
            Horizon = horizon,
            Series = [.. Enumerable.Range(0, count).Select(s => new PanelSeries(s, s % 3, s, s % 5 - 1))],
            Quantity = quantity,
            Promotion = promotion,
            Open = open,
            Price = seed % 2 == 0 ? price : null,
            StockedOut = stockedOut,
            Holidays = seed % 3 == 0 ? [
                new Holiday(Support.SamplePanels.FirstDay.AddDays(5), "Fair"),
                new Holiday(Support.SamplePanels.FirstDay.AddDays(370), "Fair")] : null,
        };
    }

    private static float Demand(string kind, int t, int days, Random random) => kind switch
    {
        "zeros" => 0,
        "nothing" => float.NaN,
        "constant" => 5,
        "spike" => t == days / 2 ? 1e9f : 3,
        "alternating" => t % 2 * 4,
        "gap" => t > days / 4 && t < days * 3 / 4 ? float.NaN : random.Next(8),
        "one day" => t == days - 1 ? 7 : float.NaN,
        "negative" => -random.Next(5),
        "infinite" => t % 3 == 0 ? float.PositiveInfinity : 2,
        "tiny" => 1e-20f,
        "huge" => 1e30f,
        "sparse" => random.Next(12) == 0 ? random.Next(1, 4) : 0,
        "leading zeros" => t < days - 10 ? 0 : 6,
        "dead" => t < days / 2 ? 9 : 0,
        _ => random.Next(20),
    };
}

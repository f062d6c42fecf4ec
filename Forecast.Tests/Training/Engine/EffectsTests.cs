using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Engine;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class EffectsTests
{
    [Fact]
    public void DoubledOnPromotion_TheUpliftIsFoundAndForecast()
    {
        var panel = Promoted(ordinary: 20, promoted: 40, futurePromotion: true);
        var effects = PanelEffects.Fit(panel, panel.Days - 1, 1);
        Assert.InRange(effects.Events![0], 1.85f, 2.1f);
        var forecast = Run(panel, "local");
        Assert.InRange(forecast.Mean[0], 34, 44);
        Assert.InRange(Run(Promoted(20, 40, futurePromotion: false), "local").Mean[0], 18, 24);
    }

    [Fact]
    public void ShelvesSoldOutOnPromotion_DoNotHideItsUplift()
    {
        var panel = Promoted(ordinary: 20, promoted: 40, futurePromotion: true);
        var stockedOut = new float[panel.Quantity.Length];
        for (int s = 0; s < panel.Series.Count; s++)
        {
            for (int t = 0; t < panel.Days; t++)
            {
                if (panel.Promotion![s * (panel.Days + panel.Horizon) + t] > 0 && t % 2 == 0)
                    (panel.Quantity[s * panel.Days + t], stockedOut[s * panel.Days + t]) = (8, 1);
            }
        }

        var marked = new Panel
        {
            FirstDay = panel.FirstDay,
            Days = panel.Days,
            Horizon = panel.Horizon,
            Series = panel.Series,
            Quantity = panel.Quantity,
            Promotion = panel.Promotion,
            StockedOut = stockedOut,
        };

        Assert.InRange(PanelEffects.Fit(panel, panel.Days - 1, 1).Events![0], 0.9f, 1.5f);
        Assert.InRange(PanelEffects.Fit(marked, panel.Days - 1, 1).Events![0], 1.8f, 2.2f);
    }

    [Fact]
    public void ItemWithoutPromotionsSoFar_BorrowsTheUpliftOfItsCategory()
    {
        var panel = Promoted(20, 40, futurePromotion: true);
        panel.Promotion.AsSpan(0, panel.Days).Clear(); // series 0 was never promoted …
        panel.Quantity.AsSpan(0, panel.Days).Fill(20);
        Assert.InRange(PanelEffects.Fit(panel, panel.Days - 1, 1).Events![0], 1.8f, 2.1f); // … its category was
    }

    [Fact]
    public void ClosedEveryChristmas_IsFoundWithoutACalendar()
    {
        var panel = Yearly(day => day is { Month: 12, Day: 25 } ? 0 : 100);
        var effects = PanelEffects.Fit(panel, panel.Days - 1, 1).Calendars[0].On(new DateOnly(2027, 12, 25), []);
        Assert.True(Math.Exp(effects.Total) < 0.15, $"{effects}");
        Assert.InRange(
            Math.Exp(PanelEffects.Fit(panel, panel.Days - 1, 1).Calendars[0].On(new DateOnly(2027, 12, 12), []).Total), 0.9, 1.1);
    }

    [Fact]
    public void NamedHolidayThatMoves_IsFoundByName()
    {
        Holiday[] holidays = [
            new(new DateOnly(2024, 3, 29), "Good Friday"), new(new DateOnly(2025, 4, 18), "Good Friday"),
            new(new DateOnly(2026, 4, 3), "Good Friday")];
        var panel = Yearly(day => Array.Exists(holidays, h => h.Day == day) ? 300 : 100, holidays);
        var effects = PanelEffects.Fit(panel, panel.Days - 1, 1).Calendars[0];
        Assert.InRange(Math.Exp(effects.On(new DateOnly(2027, 3, 26), [("Good Friday", 0)]).Total), 2, 3.2);
        Assert.InRange(Math.Exp(effects.On(new DateOnly(2027, 3, 26), []).Total), 0.9, 1.1);
    }

    [Fact]
    public void YearlySwing_IsRecovered()
    {
        var panel = Yearly(day => 100 * (1 + 0.4f * MathF.Sin(2 * MathF.PI * day.DayOfYear / 365.25f)));
        var calendar = PanelEffects.Fit(panel, panel.Days - 1, 1).Calendars[0];
        double spring = calendar.On(new DateOnly(2027, 4, 1), []).Total, autumn = calendar.On(new DateOnly(2027, 10, 1), []).Total;
        Assert.InRange(Math.Exp(spring - autumn), 2.1, 2.5); // 1.4 ÷ 0.6
    }

    [Theory]
    [InlineData("local")]
    [InlineData("auto")]
    public void Explanation_AddsUpExactlyToTheMean(string models)
    {
        var panel = Promoted(20, 40, futurePromotion: true);
        var engine = new ForecastEngine(new EngineOptions { Horizon = 7, Models = [models], GlobalRounds = 20 });
        var fitted = SamplePanels.Fitted(engine, panel);
        var forecast = engine.Predict(fitted, panel);
        for (int s = 0; s < panel.Series.Count; s += 5)
        {
            var days = engine.Explain(fitted, panel, forecast).Of([s])[0];
            for (int h = 0; h < 7; h++)
            {
                Assert.Equal(forecast.Mean[s * 7 + h], days[h].Mean, 6);
                Assert.Equal(days[h].Mean, days[h].Base + days[h].ByDriver.Values.Sum(), 6);
            }

            Assert.True(days[0].ByDriver[DemandDriver.Promotion] > 5);
        }
    }

    [Fact]
    public void NewItem_IsForecastLikeTheSameItemElsewhere()
    {
        var panel = SamplePanels.Weekly(series: 12, days: 200, horizon: 7);
        var series = Enumerable.Range(0, 12).Select(s => new PanelSeries(s, s / 4, s % 4, 0)).ToArray();
        panel.Quantity.AsSpan(0, 200).Fill(float.NaN); // item 0 is new in store 0
        var started = new Panel { FirstDay = panel.FirstDay, Days = 200, Horizon = 7, Series = series, Quantity = panel.Quantity };
        var forecast = Run(started, "local");
        Assert.Equal("cold-start", forecast.Method[0]);
        Assert.Contains("the same item in 2 other stores", forecast.Reason[0], StringComparison.Ordinal);
        Assert.InRange(forecast.Mean.AsSpan(0, 7).ToArray().Sum(), 70, 420);
    }

    private static PanelForecast Run(Panel panel, string models)
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = 7, Models = [models], GlobalRounds = 10 });
        return engine.Predict(SamplePanels.Fitted(engine, panel), panel);
    }

    /// <summary>Twenty series with two promotion days in ten, at different days.</summary>
    private static Panel Promoted(float ordinary, float promoted, bool futurePromotion)
    {
        const int Days = 280, Horizon = 7, Count = 20;
        var random = new Random(3);
        float[] quantity = new float[Count * Days], promotion = new float[Count * (Days + Horizon)];
        for (int s = 0; s < Count; s++)
        {
            for (int t = 0; t < Days + Horizon; t++)
            {
                bool on = t < Days ? (t + 3 * s) % 10 < 2 : futurePromotion;
                promotion[s * (Days + Horizon) + t] = on ? 1 : 0;
                if (t < Days)
                    quantity[s * Days + t] = MathF.Round((on ? promoted : ordinary) * (0.9f + 0.2f * random.NextSingle()));
            }
        }

        return new Panel
        {
            FirstDay = SamplePanels.FirstDay,
            Days = Days,
            Horizon = Horizon,
            Series = [.. Enumerable.Range(0, Count).Select(s => new PanelSeries(s, s / 5, s % 5, 0))],
            Quantity = quantity,
            Promotion = promotion,
        };
    }

    private static Panel Yearly(Func<DateOnly, float> demand, Holiday[]? holidays = null)
    {
        const int Days = 1000, Count = 8;
        var quantity = new float[Count * Days];
        for (int i = 0; i < quantity.Length; i++)
            quantity[i] = demand(SamplePanels.FirstDay.AddDays(i % Days));
        return new Panel
        {
            FirstDay = SamplePanels.FirstDay,
            Days = Days,
            Horizon = 7,
            Series = [.. Enumerable.Range(0, Count).Select(s => new PanelSeries(s, 0, s, 0))],
            Quantity = quantity,
            Holidays = holidays,
        };
    }
}

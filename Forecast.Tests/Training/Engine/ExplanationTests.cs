using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class ExplanationTests
{
    private const int Horizon = 14;

    public static TheoryData<string, int> AnyPanels()
    {
        var data = new TheoryData<string, int>();
        for (int seed = 1; seed <= 6; seed++)
        {
            data.Add("local", seed);
            data.Add("auto", seed);
        }

        return data;
    }

    /// <summary>Whatever the history holds: gaps, closed days, dead and new series, promotions, prices, holidays.</summary>
    [Theory, MemberData(nameof(AnyPanels))]
    public void AnyPanel_ReasonsAreFiniteAndAddUpToTheMean(string models, int seed)
    {
        var panel = Random(seed);
        var (explanation, forecast) = Explain(panel, models);

        for (int s = 0; s < panel.Series.Count; s++)
        {
            var days = explanation.Of([s])[0];
            for (int h = 0; h < Horizon; h++)
            {
                double mean = forecast.Mean[s * Horizon + h];
                Assert.Equal(mean, days[h].Mean);
                Assert.All(days[h].ByDriver.Values.Append(days[h].Base), v =>
                    Assert.True(double.IsFinite(v), $"{v} in series {s}, step {h}"));
                Assert.Equal(mean, days[h].Base + days[h].ByDriver.Values.Sum(), 1e-9 * (1 + Math.Abs(days[h].Base) + mean));
                Assert.DoesNotContain(DemandDriver.Base, days[h].ByDriver.Keys);
            }
        }
    }

    [Theory, MemberData(nameof(AnyPanels))]
    public void SeriesTogether_AreExplainedAsEachAlone(string models, int seed)
    {
        var panel = Random(seed);
        var (explanation, _) = Explain(panel, models);

        var together = explanation.Of([.. Enumerable.Range(0, panel.Series.Count).Reverse()]);

        for (int s = 0; s < panel.Series.Count; s++)
        {
            foreach (var (one, other) in explanation.Of([s])[0].Zip(together[^(s + 1)]))
            {
                Assert.Equal((one.Mean, one.Base), (other.Mean, other.Base));
                Assert.Equal(one.ByDriver.OrderBy(d => d.Key), other.ByDriver.OrderBy(d => d.Key));
            }
        }
    }

    [Theory, MemberData(nameof(AnyPanels))]
    public void ClosedDay_LosesTheUsualLevelAndNothingElse(string models, int seed)
    {
        var panel = Random(seed);
        var (explanation, _) = Explain(panel, models);

        for (int s = 0; s < panel.Series.Count; s++)
        {
            var days = explanation.Of([s])[0];
            for (int h = 0; h < Horizon; h++)
            {
                if (panel.Open![s * (panel.Days + Horizon) + panel.Days + h] != 0)
                    continue;
                Assert.All(days[h].ByDriver, d => Assert.Equal(DemandDriver.Opening, d.Key));
                Assert.Equal(-days[h].Base, days[h].ByDriver.GetValueOrDefault(DemandDriver.Opening), 9);
            }
        }
    }

    [Theory]
    [InlineData("local")]
    [InlineData("auto")]
    public void KnownCauses_AreNamedWithTheirSize(string models)
    {
        // Weekends sell half as much again, the promotion of step 9 doubles, Fourth of Twelve (step 3) sells 40 % more each year, the price
        // stays.
        var panel = Known();
        var (explanation, forecast) = Explain(panel, models);

        double[] byDriver(DemandDriver driver, int step) =>
            [.. Enumerable.Range(0, panel.Series.Count)
                .Select(s => explanation.Of([s])[0][step].ByDriver.GetValueOrDefault(driver) / forecast.Mean[s * Horizon + step])];
        Assert.InRange(byDriver(DemandDriver.Promotion, 9).Average(), 0.35, 0.6); // doubling is half of the doubled day
        Assert.InRange(byDriver(DemandDriver.Holiday, 3).Average(), 0.12, 0.4); // 0.4 ÷ 1.4 = 0.29
        Assert.All(byDriver(DemandDriver.Promotion, 5), share => Assert.Equal(0, share, 6));
        Assert.All(byDriver(DemandDriver.Price, 5), share => Assert.InRange(share, -0.02, 0.02));
        for (int h = 0; h < Horizon; h++)
        {
            bool weekend = panel.FirstDay.AddDays(panel.Days + h).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            Assert.True(byDriver(DemandDriver.Weekday, h).Average() > 0 == weekend, $"step {h}");
        }
    }

    [Fact]
    public void SteadyGrowth_IsTheTrend()
    {
        const int Days = 280;
        var quantity = new float[10 * Days];
        for (int i = 0; i < quantity.Length; i++)
            quantity[i] = 20 + i % Days * 0.5f;
        var (explanation, _) = Explain(SamplePanels.Of(quantity, 10, Days, Horizon), "damped-trend");

        var days = explanation.Of([3])[0];

        Assert.True(days[13].ByDriver[DemandDriver.Recent] > days[6].ByDriver[DemandDriver.Recent]);
        Assert.True(days[6].ByDriver[DemandDriver.Recent] > 1);
    }

    [Fact]
    public void EffectsThatCancelEachOther_AreBothNamed()
    {
        // A promotion that doubles on a holiday that halves: the day sells as any other, and for two reasons.
        const int Days = 800, Count = 12, Width = Days + Horizon;
        var first = new DateOnly(2023, 10, 1);
        float[] quantity = new float[Count * Days], promotion = new float[Count * Width];
        var holidays = Enumerable.Range(0, 40).Select(i => new Holiday(first.AddDays(20 * i + 10), "Market day"))
            .Where(h => h.Day < first.AddDays(Width)).ToList();
        holidays.Add(new Holiday(first.AddDays(Days + 2), "Market day"));
        for (int s = 0; s < Count; s++)
        {
            for (int t = 0; t < Width; t++)
            {
                bool on = t < Days ? (t + 5 * s) % 13 < 2 : t == Days + 2;
                promotion[s * Width + t] = on ? 1 : 0;
                if (t < Days)
                    quantity[s * Days + t] = 40 * (on ? 2 : 1) * (holidays.Exists(h => h.Day == first.AddDays(t)) ? 0.5f : 1);
            }
        }

        var panel = new Panel
        {
            FirstDay = first,
            Days = Days,
            Horizon = Horizon,
            Series = SamplePanels.Of(quantity, Count, Days).Series,
            Quantity = quantity,
            Promotion = promotion,
            Holidays = holidays,
        };
        var (explanation, _) = Explain(panel, "local");

        var day = explanation.Of([0])[0][2];
        Assert.True(day.ByDriver[DemandDriver.Promotion] > 10, $"{day.ByDriver[DemandDriver.Promotion]}");
        Assert.True(day.ByDriver[DemandDriver.Holiday] < -10, $"{day.ByDriver[DemandDriver.Holiday]}");
    }

    private static (PanelExplanation Explanation, PanelForecast Forecast) Explain(Panel panel, string models)
    {
        var engine = new ForecastEngine(
            new EngineOptions { Horizon = Horizon, Models = [models], GlobalRounds = 40, GlobalRows = 20_000, Threads = 1 });
        var fitted = engine.Fitted(panel);
        var forecast = engine.Predict(fitted, panel);
        return (engine.Explain(fitted, panel, forecast), forecast);
    }

    private static Panel Random(int seed)
    {
        const int Count = 14;
        var random = new Random(seed);
        int days = 150 + 100 * (seed % 3), width = days + Horizon;
        var first = new DateOnly(2025, 1, 1);
        float[] quantity = new float[Count * days], promotion = new float[Count * width], price = new float[Count * width],
            open = new float[Count * width];
        for (int s = 0; s < Count; s++)
        {
            double level = Math.Pow(10, 3 * random.NextDouble() - 1), born = s == 0 ? days - 10 : s == 1 ? days / 2 : 0,
                dies = s == 2 ? days - 100 : days;
            bool sundays = random.Next(2) == 0;
            for (int t = 0; t < width; t++)
            {
                bool promoted = random.Next(12) == 0;
                int i = s * width + t;
                promotion[i] = promoted ? (float)random.NextDouble() : 0;
                price[i] = random.Next(40) == 0 ? float.NaN : promoted ? 1.5f : 2 + random.Next(3) * 0.3f;
                open[i] = sundays && first.AddDays(t).DayOfWeek == DayOfWeek.Sunday ? 0 : 1;
                if (t < days)
                {
                    double y = Math.Round(level * (promoted ? 2 : 1) * 2 * random.NextDouble());
                    quantity[s * days + t] = t < born || random.Next(50) == 0 ? float.NaN : t >= dies || open[i] == 0 ? 0 : (float)y;
                }
            }
        }

        return new Panel
        {
            FirstDay = first,
            Days = days,
            Horizon = Horizon,
            Quantity = quantity,
            Promotion = promotion,
            Price = price,
            Open = open,
            Series = [.. Enumerable.Range(0, Count).Select(s => new PanelSeries(100 + s, s / 5, s % 5, s % 2))],
            Holidays = [new Holiday(first.AddDays(60), "Fair"), new Holiday(first.AddDays(days + 4), "Fair")],
        };
    }

    private static Panel Known()
    {
        const int Count = 24, Days = 1100, Width = Days + Horizon;
        var random = new Random(5);
        var first = new DateOnly(2023, 11, 27).AddDays(4); // The first day ahead is 1 December + 1100 days …
        var feast = first.AddDays(Days + 3);
        float[] quantity = new float[Count * Days], promotion = new float[Count * Width], price = new float[Count * Width];
        for (int s = 0; s < Count; s++)
        {
            for (int t = 0; t < Width; t++)
            {
                var day = first.AddDays(t);
                bool promoted = t < Days ? random.Next(20) == 0 : t == Days + 9;
                promotion[s * Width + t] = promoted ? 1 : 0;
                price[s * Width + t] = 2;
                if (t < Days)
                {
                    double expected = 30 * (1 + s % 3) * (promoted ? 2 : 1)
                        * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.5 : 1)
                        * (day.Month == feast.Month && day.Day == feast.Day ? 1.4 : 1);
                    quantity[s * Days + t] = (float)Math.Round(expected * (0.9 + 0.2 * random.NextDouble()));
                }
            }
        }

        return new Panel
        {
            FirstDay = first,
            Days = Days,
            Horizon = Horizon,
            Quantity = quantity,
            Promotion = promotion,
            Price = price,
            Series = [.. Enumerable.Range(0, Count).Select(s => new PanelSeries(s, s / 6, s % 6, s % 2))],
            Holidays = [.. Enumerable.Range(0, 5).Select(y => new Holiday(new DateOnly(2023 + y, feast.Month, feast.Day), "Feast"))],
        };
    }
}

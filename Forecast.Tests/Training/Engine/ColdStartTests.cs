using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class ColdStartTests
{
    private const int Days = 200, Horizon = 7, Stores = 20, Neighbours = 4, PerStore = Neighbours + 1;

    [Fact]
    public void NewItems_AreForecastNearTheirOwnLevel_WhateverTheirNeighboursSell()
    {
        var ratios = new List<double>();
        int inside = 0, scored = 0;
        for (int seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            var (panel, truth, actual) = ColdStarts(random, knownDays: 7 + seed % 21);
            var forecast = Forecast(panel);
            for (int s = Neighbours; s < panel.Series.Count; s += PerStore)
            {
                Assert.Equal(DemandClass.New, forecast.Class[s]);
                ratios.Add(Total(forecast.Mean, s) / Total(truth, s));
                for (int h = 0; h < Horizon; h++)
                {
                    int i = s * Horizon + h;
                    inside += actual[i] >= forecast.P10[i] && actual[i] <= forecast.P90[i] ? 1 : 0;
                    scored++;
                }
            }
        }

        ratios.Sort();
        Assert.Equal(500, ratios.Count);
        Assert.InRange(ratios[250], 0.8, 1.25);
        Assert.InRange(ratios.Count(r => r is >= 0.4 and <= 2.5), 475, 500);
        Assert.InRange((double)inside / scored, 0.75, 0.85);
    }

    [Fact]
    public void WithoutAKnownDay_TheForecastIsThatOfTheNeighbours()
    {
        var (panel, _, _) = ColdStarts(new Random(3), knownDays: 0);
        var forecast = Forecast(panel);
        double neighbours = Enumerable.Range(0, Neighbours).Average(s => Total(forecast.Mean, s));
        Assert.InRange(Total(forecast.Mean, Neighbours) / neighbours, 0.9, 1.1);
        Assert.StartsWith("New: no known day", forecast.Reason[Neighbours], StringComparison.Ordinal);
    }

    [Fact]
    public void HandOver_HasNoStep()
    {
        double before = 0;
        for (int known = 10; known <= 40; known++)
        {
            var quantity = new float[PerStore * Days];
            for (int s = 0; s < PerStore; s++)
            {
                for (int t = 0; t < Days; t++)
                    quantity[s * Days + t] = s == Neighbours && t < Days - known ? float.NaN : (s == Neighbours ? 30 : 400) * Weekday(t);
            }

            double forecast = Total(Forecast(Of(quantity, PerStore)).Mean, Neighbours);
            if (before > 0)
                Assert.InRange(forecast / before, 0.95, 1.05);
            before = forecast;
        }
    }

    private static (Panel Panel, float[] Truth, float[] Actual) ColdStarts(Random random, int knownDays)
    {
        int count = Stores * PerStore;
        float[] quantity = new float[count * Days], truth = new float[count * Horizon], actual = new float[count * Horizon];
        for (int s = 0; s < count; s++)
        {
            bool isNew = s % PerStore == Neighbours;
            double level = 40 * (isNew ? Math.Pow(10, 4 * random.NextDouble() - 2) : 0.7 + 0.6 * random.NextDouble());
            for (int t = 0; t < Days + Horizon; t++)
            {
                double mean = level * Weekday(t);
                float sold = random.Poisson(mean * random.Gamma(20));
                if (t < Days)
                    quantity[s * Days + t] = isNew && t < Days - knownDays ? float.NaN : sold;
                else
                    (truth[s * Horizon + t - Days], actual[s * Horizon + t - Days]) = ((float)mean, sold);
            }
        }

        return (Of(quantity, count), truth, actual);
    }

    private static float Weekday(int day) => day % 7 >= 5 ? 1.5f : 0.8f;

    private static Panel Of(float[] quantity, int count) => new()
    {
        FirstDay = SamplePanels.FirstDay,
        Days = Days,
        Horizon = Horizon,
        Series = [.. Enumerable.Range(0, count).Select(s => new PanelSeries(s, s / PerStore, s, -1))],
        Quantity = quantity,
    };

    private static PanelForecast Forecast(Panel panel)
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Models = ["local"], BacktestWindows = 4 });
        return engine.Predict(engine.Fitted(panel), panel);
    }

    private static double Total(float[] paths, int series) => paths.AsSpan(series * Horizon, Horizon).ToArray().Sum(v => (double)v);
}

using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Review;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class LoneSpikeTests
{
    private const int Days = 400, Horizon = 14, Count = 24, Spoilt = 5;

    [Theory]
    [InlineData(10, 1000, 380, "auto")]
    [InlineData(10, 1000, 200, "local")]
    [InlineData(10, 500_000, 391, "local")]
    [InlineData(0.1, 500_000, 380, "local")]
    [InlineData(300, 30_000, 385, "local")]
    public void OneBadValue_MovesNothingElse_AndIsReported(double mean, float bad, int day, string models)
    {
        var (clean, spoilt) = (Panel(mean), Panel(mean));
        spoilt.Quantity[Spoilt * Days + day] = bad;
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Models = [models], Threads = 2 });
        var before = engine.Predict(engine.Fitted(clean), clean);
        var fitted = engine.Fitted(spoilt);
        var after = engine.Predict(fitted, spoilt);

        for (int s = 0; s < Count; s++)
        {
            double most = s == Spoilt ? 0.2 : 0.02;
            Assert.InRange(Week(after.Mean, s) / Week(before.Mean, s), 1 - most, 1 + most);
            Assert.InRange((1 + Week(after.P90, s)) / (1 + Week(before.P90, s)), 1 - 2 * most, 1 + 2 * most);
        }

        var remark = Assert.Single(SalesReview.Of(fitted, spoilt, 2), r => r.Kind == SalesRemarkKind.Outlier);
        Assert.Equal((Spoilt, spoilt.FirstDay.AddDays(day)), (remark.Series, remark.Day));
        Assert.Contains("a mistake?", remark.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BadValueAmongTheFirstDays_IsHeldDownToo()
    {
        var panel = Panel(10);
        panel.Quantity.AsSpan(0, Days - 12).Fill(float.NaN);
        panel.Quantity[Days - 9] = 1000;
        Assert.InRange(panel.Sold[Days - 9], 5, 15);
    }

    [Fact]
    public void NewLevel_IsBelievedFromItsThirdDayOn()
    {
        var panel = Panel(10);
        panel.Quantity.AsSpan(300, 100).Fill(200);
        Assert.All(panel.Sold[300..302], sold => Assert.InRange(sold, 5, 15));
        Assert.All(panel.Sold[303..400], sold => Assert.Equal(200, sold));
    }

    [Fact]
    public void SalesThatAreOftenLarge_CountAsTheyAre()
    {
        var random = new Random(5);
        float[] heavy = [.. Enumerable.Range(0, Count * Days).Select(_ => (float)Math.Round(20 * Math.Exp(random.Normal())))];
        var panel = SamplePanels.Of(heavy, Count, Days);
        Assert.InRange(Enumerable.Range(0, heavy.Length).Count(i => panel.IsHeldDown(i / Days, i % Days)), 0, 2);
    }

    [Fact]
    public void WhatAPanelSold_IsItsOwnArrayWhereNothingStandsAlone()
    {
        var panel = Panel(10);
        Assert.Same(panel.Quantity, panel.Sold);
    }

    private static Panel Panel(double mean)
    {
        var random = new Random(7);
        float[] sold = [.. Enumerable.Range(0, Count * Days).Select(i => (float)random.Poisson(mean * (i % Days % 7 >= 5 ? 1.4 : 0.84)))];
        return SamplePanels.Of(sold, Count, Days);
    }

    private static double Week(float[] paths, int series) => paths.AsSpan(series * Horizon, 7).ToArray().Sum(v => (double)v);
}

using Forecast.Domain.Calendar;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Review;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine.Review;

public class OutlierTests
{
    private const int Days = 500;

    [Theory]
    [InlineData(12, 150)]
    [InlineData(1, 60)]
    [InlineData(12, 1e9)]
    public void LoneSpike_IsSuggested_AndNothingElse(double mean, double spike)
    {
        var panel = Counts(20, mean);
        panel.Quantity[3 * Days + 460] = (float)spike;

        var remark = Assert.Single(Review(panel));

        Assert.Equal((3, panel.FirstDay.AddDays(460), SalesRemarkKind.Outlier), (remark.Series, remark.Day, remark.Kind));
        double expected = Expected(mean, 460);
        Assert.InRange(remark.Suggested, 0.7 * expected, 1.3 * expected);
        Assert.Contains("were to be expected", remark.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void LoneDropToZero_IsSuggested_AndALongerOneOnce()
    {
        var panel = Counts(20, 60);
        panel.Quantity[3 * Days + 460] = 0;
        panel.Quantity.AsSpan(7 * Days + 470, 3).Clear();

        var remarks = Review(panel);

        Assert.Equal([(3, 460), (7, 470)], remarks.Select(r => (r.Series, r.Day.DayNumber - panel.FirstDay.DayNumber)));
        Assert.Contains("Nothing sold for 3 days from here", remarks[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void SeriesThatEnds_IsNoOutlier()
    {
        var panel = Counts(20, 60);
        panel.Quantity.AsSpan(3 * Days + 460, 40).Clear();
        Assert.Empty(Review(panel));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    [InlineData(100)]
    public void OrdinaryChance_IsNoOutlier(double mean) => Assert.Empty(Review(Counts(200, mean)));

    [Fact]
    public void HeavyTails_AreKnownByTheirOtherDays()
    {
        // Log-normal demand, σ = 1: one day in a hundred sells ten times the median.
        var random = new Random(5);
        var panel = Of([.. Enumerable.Range(0, 60 * Days).Select(_ => (float)Math.Round(20 * Math.Exp(random.Normal())))], 60);
        Assert.InRange(Review(panel).Count, 0, 2);
    }

    [Fact]
    public void PromotionAndHoliday_ExplainWhatTheyDo()
    {
        var counts = Counts(20, 12);
        var promotion = new float[20 * (Days + 14)];
        for (int s = 0; s < 20; s++)
        {
            foreach (int day in (int[])[200, 300, 460])
            {
                promotion[s * (Days + 14) + day] = 1;
                counts.Quantity[s * Days + day] *= 8;
            }

            counts.Quantity[s * Days + 100] *= 6; // A feast in both years.
            counts.Quantity[s * Days + 465] *= 6;
        }

        Assert.Empty(Review(Of(counts.Quantity, 20, promotion, [Feast(100), Feast(465)])));
    }

    [Fact]
    public void DayThatAllItemsShare_IsOneRemark()
    {
        var panel = Counts(20, 60);
        for (int s = 0; s < 20; s++)
            panel.Quantity[s * Days + 470] = 0;
        Assert.Contains(
            "The same holds for 19 other items of this store on that day", Assert.Single(Review(panel)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyOutliers_AreCappedPerStore_TheWeightiestFirst()
    {
        var panel = Counts(20, 12);
        for (int s = 0; s < 20; s++)
            panel.Quantity[s * Days + 400 + 3 * s] = 1000;
        var remarks = Review(panel);
        Assert.Equal(Enumerable.Range(20 - SalesReview.OutliersPerStore, SalesReview.OutliersPerStore), remarks.Select(r => r.Series));
    }

    [Fact]
    public void ThreadsDoNotMatter_AndNothingIsChanged()
    {
        var panel = Counts(40, 12);
        panel.Quantity[3 * Days + 460] = 300;
        var raw = (float[])panel.Quantity.Clone();
        var fitted = new ForecastEngine(new EngineOptions { Models = ["local"] }).Fitted(panel);

        Assert.Equal(SalesReview.Of(fitted, panel, 1), SalesReview.Of(fitted, panel, 4));
        Assert.Equal(raw, panel.Quantity);
    }

    [Fact]
    public void PanelsWithNothingToSay_AreReviewed()
    {
        foreach (var panel in (
            Panel[])[SamplePanels.Of([], 0, 0), SamplePanels.Of(new float[100], 1, 100),
            SamplePanels.Of([.. Enumerable.Repeat(float.NaN, 100)], 1, 100), SamplePanels.Weekly(3, 5)])
            Assert.Empty(Review(panel));
    }

    private static Holiday Feast(int day) => new(SamplePanels.FirstDay.AddDays(day), "Feast");

    private static IReadOnlyList<DayRemark> Review(Panel panel) =>
        SalesReview.Of(new ForecastEngine(new EngineOptions { Models = ["local"] }).Fitted(panel), panel, 2);

    /// <summary>Overdispersed counts of one store with a weekday and a season.</summary>
    private static Panel Counts(int series, double mean)
    {
        var random = new Random(3);
        var quantity = new float[series * Days];
        for (int i = 0; i < quantity.Length; i++)
        {
            int t = i % Days;
            quantity[i] = random.Poisson(Expected(mean, t) * random.Gamma(8));
        }

        return Of(quantity, series);
    }

    private static double Expected(double mean, int t) => mean * (t % 7 >= 5 ? 1.6 : 0.8) * (1 + 0.3 * Math.Sin(t / 58.0));

    private static Panel Of(float[] quantity, int series, float[]? promotion = null, IReadOnlyList<Holiday>? holidays = null) => new()
    {
        FirstDay = SamplePanels.FirstDay,
        Days = Days,
        Horizon = 14,
        Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(s + 1, 1, s, 0))],
        Quantity = quantity,
        Promotion = promotion,
        Holidays = holidays,
    };
}

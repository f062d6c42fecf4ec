using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Review;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Panels;

public class StockOutDemandTests
{
    [Theory]
    [InlineData(3, 2)] // about one day in eight runs empty
    [InlineData(12, 1.5)] // one in five
    [InlineData(80, 1.5)]
    public void EstimateOfDemandTheShelfCutOff_IsNearlyUnbiased(double mean, double reach)
    {
        var shelf = ShelfPanel.Create(mean, reach);
        var estimates = new StockOutDemand(shelf.Marked);
        double estimated = 0, sold = 0, demand = 0;
        for (int s = 0; s < shelf.Series; s++)
        {
            for (int t = 0; t < ShelfPanel.Days; t++)
            {
                if (shelf.StockedOut[s * ShelfPanel.Days + t] == 0 || estimates.On(s, t) is float.NaN or < 0)
                    continue;
                float estimate = estimates.On(s, t);
                Assert.True(estimate >= shelf.Sold[s * ShelfPanel.Days + t]);
                estimated += estimate;
                sold += shelf.Sold[s * ShelfPanel.Days + t];
                demand += shelf.Demand[s * (ShelfPanel.Days + ShelfPanel.Horizon) + t];
            }
        }

        Assert.InRange(estimated / demand, 0.93, 1.05);
        Assert.True(sold / demand < 0.85, $"The shelf should matter: {sold / demand:0.00} of demand was sold.");
    }

    [Theory]
    [InlineData(12, 1.2)]
    [InlineData(80, 1.2)]
    public void ForecastFromEstimates_IsNearerToDemandThanFromSalesOrFromSkippedDays(double mean, double reach)
    {
        var shelf = ShelfPanel.Create(mean, reach);
        var (skipped, skippedRmse) = shelf.Score(shelf.Skipped);
        var (raw, _) = shelf.Score(shelf.Unmarked);
        var (marked, markedRmse) = shelf.Score(shelf.Marked);

        Assert.InRange(marked, -0.08, 0.08);
        Assert.True(skipped < -0.15 && raw < marked, $"bias: skipped {skipped:0.000}, raw {raw:0.000}, estimated {marked:0.000}");
        Assert.True(markedRmse < skippedRmse, $"RMSE: skipped {skippedRmse:0.000}, estimated {markedRmse:0.000}");
    }

    [Fact]
    public void DayThatSoldNothingAtAll_IsExpectedToBeAsUsual()
    {
        var panel = Marked(SamplePanels.Weekly(1, 200), day: 150);
        panel.Quantity[150] = 0;
        // Series 0 sells 10 · 0.9 a day from Monday to Friday; day 150 is a Thursday.
        Assert.InRange(new StockOutDemand(panel).On(0, 150), 8, 10);
    }

    [Fact]
    public void LaterDays_DoNotMatter()
    {
        var panel = Marked(SamplePanels.Weekly(1, 200), day: 150);
        float before = new StockOutDemand(panel).On(0, 150);
        panel.Quantity.AsSpan(151).Fill(500);
        Assert.Equal(before, new StockOutDemand(panel).On(0, 150));
    }

    [Fact]
    public void PromotionHolidayAndNewItem_StayUnknown()
    {
        var weekly = SamplePanels.Weekly(1, 200);
        var promotion = new float[200 + weekly.Horizon];
        promotion[150] = 1;
        Panel With(float[]? promotions, params Forecast.Domain.Calendar.Holiday[] holidays) => new()
        {
            FirstDay = weekly.FirstDay,
            Days = 200,
            Horizon = weekly.Horizon,
            Series = weekly.Series,
            Quantity = weekly.Quantity,
            Promotion = promotions,
            Holidays = holidays,
        };

        Assert.True(float.IsNaN(new StockOutDemand(With(promotion)).On(0, 150)));
        Assert.True(float.IsNaN(
            new StockOutDemand(With(null, new Forecast.Domain.Calendar.Holiday(weekly.FirstDay.AddDays(151), "Feast"))).On(0, 150)));
        Assert.True(float.IsNaN(new StockOutDemand(With(null)).On(0, 20)));
        Assert.False(float.IsNaN(new StockOutDemand(With(new float[200 + weekly.Horizon])).On(0, 150)));
    }

    [Fact]
    public void BacktestScores_LeaveStockedOutDaysOut()
    {
        var panel = Marked(SamplePanels.Weekly(4, 200), day: 190);
        var cube = new ForecastEngine(new EngineOptions { Horizon = 7, BacktestWindows = 1, Models = ["local"] }).Fitted(panel).Backtest;
        // One window scores the last seven days, 193 to 199; two windows score day 190 as well.
        var earlier = new ForecastEngine(new EngineOptions { Horizon = 7, BacktestWindows = 2, Models = ["local"] }).Fitted(panel).Backtest;
        double sold = 0;
        for (int s = 0; s < 4; s++)
            sold += panel.Quantity.AsSpan(s * 200 + 186, 7).ToArray().Sum() - (s == 0 ? panel.Quantity[190] : 0);

        Assert.Equal(cube.Origins[0], earlier.Origins[1]);
        Assert.Equal(sold, Enumerable.Range(0, earlier.Groups.Length).Sum(g => earlier.Actual.AsSpan(g * 14, 7).ToArray().Sum()), 3);
    }

    [Fact]
    public void UpdateOverAStockOut_TakesItsEstimateIn()
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = 7, Models = ["simple-smoothing"] });
        PanelForecast UpdatedBy(float sold)
        {
            var panel = Marked(SamplePanels.Weekly(8, 300), day: 297);
            panel.Quantity[297] = sold;
            return engine.Predict(engine.Update(engine.Fitted(SamplePanels.Before(panel, 5)), panel), panel);
        }

        var updated = UpdatedBy(sold: 3);
        var skipped = UpdatedBy(float.NaN);

        // Only series 0 has a stock-out; what it would have sold is taken in.
        Assert.NotEqual(skipped.Mean[0], updated.Mean[0]);
        Assert.Equal(skipped.Mean[7..], updated.Mean[7..]);
    }

    [Fact]
    public void Review_NamesEachStockOutWithItsEstimate_AndLeavesThePanelAsItIs()
    {
        var panel = Marked(SamplePanels.Weekly(4, 200), day: 180);
        panel.Quantity[180] = 4;
        var raw = (float[])panel.Quantity.Clone();

        var remark = Assert.Single(SalesReview.Of(new ForecastEngine(new EngineOptions { Models = ["local"] }).Fitted(panel), panel, 1));

        Assert.Equal((0, panel.FirstDay.AddDays(180), SalesRemarkKind.StockOut, 4f), (remark.Series, remark.Day, remark.Kind, remark.Sold));
        Assert.InRange(remark.Suggested, 14, 20); // a Saturday: 16 on average
        Assert.StartsWith("Stocked out after 4; where demand reaches 4 on such a day, it is ", remark.Reason, StringComparison.Ordinal);
        Assert.Equal(raw, panel.Quantity);
    }

    private static Panel Marked(Panel panel, int day)
    {
        var stockedOut = new float[panel.Quantity.Length];
        stockedOut[day] = 1;
        return new Panel
        {
            FirstDay = panel.FirstDay,
            Days = panel.Days,
            Horizon = panel.Horizon,
            Series = panel.Series,
            Quantity = panel.Quantity,
            StockedOut = stockedOut,
        };
    }
}

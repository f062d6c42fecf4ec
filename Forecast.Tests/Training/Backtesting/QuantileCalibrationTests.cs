using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Backtesting;

public class QuantileCalibrationTests
{
    private const int Horizon = 7, Windows = 8;

    /// <summary>
    /// Seven days in ten sell nothing: zero alone fills most of any band, yet eight days in ten lie inside, one below, one above.
    /// </summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(1.5)]
    public void DemandInLumps_IsCoveredEightTimesInTen(double largestMean)
    {
        const int Series = 400;
        var random = new Random(3);
        var (plan, kinds, facts) = Panel(Series, DemandClass.Intermittent);
        float[] predicted = new float[Series * plan.Size], actual = new float[predicted.Length];
        for (int i = 0; i < predicted.Length; i++)
        {
            predicted[i] = (float)(largestMean * (0.2 + 0.8 * random.NextDouble()));
            actual[i] = Poisson(predicted[i], random);
        }

        var calibration = QuantileCalibration.Create(plan, kinds, facts, actual, predicted, 2);
        int below = 0, above = 0;
        var quantiles = new float[QuantileCalibration.Count];
        for (int i = 0; i < predicted.Length; i++)
        {
            int demand = Poisson(predicted[i], random);
            calibration.Read(i / plan.Size, kinds[0], i % Horizon, Horizon, predicted[i], quantiles);
            Assert.True(quantiles[0] < 1 || quantiles[0] <= quantiles[1]); // zero left out reads just above zero
            below += demand < quantiles[0] ? 1 : 0;
            above += demand > quantiles[2] ? 1 : 0;
        }

        Assert.InRange(below / (double)predicted.Length, 0.09, 0.11);
        Assert.InRange(above / (double)predicted.Length, 0.09, 0.11);
    }

    [Theory]
    [InlineData(true, 112, 130)]
    [InlineData(false, 90, 102)]
    public void Median_MovesOnlyWhereWindowsAgree(bool agree, double from, double to)
    {
        const int Series = 60;
        var random = new Random(4);
        var (plan, kinds, facts) = Panel(Series, DemandClass.Smooth);
        float[] predicted = new float[Series * plan.Size], actual = new float[predicted.Length];
        for (int i = 0; i < predicted.Length; i++)
        {
            int window = i % plan.Size / Horizon;
            double shift = agree ? 1.2 : window switch { 0 or 3 or 5 => 0.8, 1 or 6 => 1.4, _ => 1 };
            predicted[i] = 100;
            actual[i] = (float)(100 * shift * (0.9 + 0.2 * random.NextDouble()));
        }

        var quantiles = new float[QuantileCalibration.Count];
        QuantileCalibration.Create(plan, kinds, facts, actual, predicted, 2).Read(0, kinds[0], 0, Horizon, 100, quantiles);
        Assert.InRange(quantiles[1], from, to);
    }

    private static (BacktestPlan Plan, DemandClass[] Classes, SeriesFacts Facts) Panel(int series, DemandClass kind)
    {
        var plan = BacktestPlan.Create(days: 400, Horizon, Windows, stride: Horizon, season: 7);
        bool whole = kind == DemandClass.Intermittent;
        return (plan, [.. Enumerable.Repeat(kind, series)],
            new SeriesFacts(
            [.. Enumerable.Repeat(whole, series)], [.. Enumerable.Repeat(1f, series)], [.. Enumerable.Repeat(400, series)]));
    }

    private static int Poisson(double mean, Random random)
    {
        int k = 0;
        for (double p = random.NextDouble(), limit = Math.Exp(-mean); p > limit; p *= random.NextDouble())
            k++;
        return k;
    }
}

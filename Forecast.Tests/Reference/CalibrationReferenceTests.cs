using System.Globalization;
using System.Text.Json;
using Forecast.Domain.Calendar;
using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Tests.Reference;

/// <summary>Conformal quantiles and the Huber step of the calendar regression against R.</summary>
public class CalibrationReferenceTests
{
    private static readonly JsonElement R = Fixture.Read("calibration-reference");

    /// <summary>
    /// Around one forecast, a calibrated quantile is the demand of the finite-sample conformal rank, whatever the working distribution.
    /// </summary>
    [Fact]
    public void QuantilesAroundOneForecast_AreDemandsOfTheConformalRank()
    {
        foreach (var at in R.GetProperty("orders").EnumerateArray())
        {
            var demand = at.Floats("demand");
            float mean = (float)at.Number("mean");
            bool whole = at.GetProperty("whole").GetBoolean();

            var quantiles = Calibrated(demand, demand.Length, mean, whole).Single();

            Assert.Equal(at.Number("p90"), quantiles[2], whole ? 0 : 1e-3 * at.Number("p90"));
            if (!whole) // Of counts, zero and the lumps below are left out as many times as a tenth of the days needs.
                Assert.Equal(at.Number("p10"), quantiles[0], 1e-3 * at.Number("p10"));
        }
    }

    [Fact]
    public void SeriesOfDifferentSpread_ShareTheLevels_AndTheMedianMovesAsFarAsWindowsAgree()
    {
        var at = R.GetProperty("spreads");
        double[] p10 = at.Numbers("p10"), p50 = at.Numbers("p50"), p90 = at.Numbers("p90");
        float forecast = (float)at.Number("forecast");
        Assert.InRange(at.Number("agreement"), 0.5, 0.95); // Neither all nor nothing.

        var quantiles = Calibrated(at.Floats("demand"), (int)at.Number("windows"), forecast, whole: false);

        Assert.Equal(p10.Length, quantiles.Count);
        for (int s = 0; s < p10.Length; s++)
        {
            Assert.Equal(p10[s], quantiles[s][0], 5e-3);
            Assert.Equal(p50[s], quantiles[s][1], 5e-3);
            Assert.Equal(p90[s], quantiles[s][2], 5e-3);
        }
    }

    [Fact]
    public void AbsurdDays_AreHeldDownAsRsHuberWeightsHoldThem()
    {
        var at = R.GetProperty("huber");
        var first = DateOnly.Parse(at.GetProperty("first").GetString()!, CultureInfo.InvariantCulture);
        double[] demand = at.Numbers("demand"), plain = at.Numbers("plain"), robust = at.Numbers("robust");
        var near = CalendarEffects.Near([new Holiday(first.AddDays((int)at.Number("feast")), "Feast")], first, demand.Length);

        var effects = CalendarEffects.Fit(first, demand, promotion: null, near, prior: null);

        Assert.All(effects.MonthDays.Zip(robust), c => Assert.Equal(c.Second, c.First, 1e-6));
        Assert.All(effects.Holidays["Feast"].Zip(at.Numbers("holiday")), c => Assert.Equal(c.Second, c.First, 1e-6));
        Assert.Contains(robust.Zip(plain), c => Math.Abs(c.First - c.Second) > 0.05); // Without the step it would be something else.
    }

    /// <summary>P10, P50 and P90 of each series one day ahead, calibrated on all of them.</summary>
    private static List<float[]> Calibrated(float[] demand, int windows, float forecast, bool whole)
    {
        int series = demand.Length / windows;
        var plan = new BacktestPlan([.. Enumerable.Range(0, windows)], Horizon: 1, Days: windows + 1);
        var kinds = Enumerable.Repeat(DemandClass.Smooth, series).ToArray();
        var facts = new SeriesFacts([.. kinds.Select(_ => whole)], [.. kinds.Select(_ => forecast)], [.. kinds.Select(_ => windows)]);
        var predicted = demand.Select(_ => forecast).ToArray();
        var calibration = QuantileCalibration.Create(plan, kinds, facts, demand, predicted, threads: 1);
        return [.. Enumerable.Range(0, series).Select(s =>
        {
            var quantiles = new float[QuantileCalibration.Count];
            calibration.Read(s, DemandClass.Smooth, step: 0, horizon: 1, forecast, quantiles);
            return quantiles;
        })];
    }
}

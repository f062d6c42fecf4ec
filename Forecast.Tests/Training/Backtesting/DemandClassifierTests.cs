using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;

namespace Forecast.Tests.Training.Backtesting;

public class DemandClassifierTests
{
    [Fact]
    public void SalesEveryDayOfLikeSize_AreSmooth() => Assert.Equal(DemandClass.Smooth, Of(200, t => 10 + t % 3));

    [Fact]
    public void SalesEveryDayOfUnlikeSize_AreErratic() => Assert.Equal(DemandClass.Erratic, Of(200, t => t % 5 == 0 ? 50 : 1));

    [Fact]
    public void SalesEverySecondDay_AreIntermittent() => Assert.Equal(DemandClass.Intermittent, Of(200, t => t % 2 * 3));

    [Fact]
    public void RareSalesOfUnlikeSize_AreLumpy() => Assert.Equal(DemandClass.Lumpy, Of(200, t => t % 4 == 0 ? (t % 20 == 0 ? 40 : 1) : 0));

    [Fact]
    public void NoSaleForAQuarter_IsDead() => Assert.Equal(DemandClass.Dead, Of(200, t => t < 100 ? 5 : 0));

    [Fact]
    public void AllZero_IsDead() => Assert.Equal(DemandClass.Dead, Of(60, _ => 0));

    [Fact]
    public void FewKnownDays_AreNew() => Assert.Equal(DemandClass.New, Of(200, t => t < 173 ? float.NaN : 4));

    private static DemandClass Of(int days, Func<int, float> demand) =>
        DemandClassifier.Classify([.. Enumerable.Range(0, days).Select(demand)]);
}

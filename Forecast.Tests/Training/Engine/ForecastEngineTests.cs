using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class ForecastEngineTests
{
    private static readonly EngineOptions Options = new() { Horizon = 14 };

    [Fact]
    public void WeeklyDemand_ForecastFollowsTheWeekday()
    {
        var panel = SamplePanels.Weekly(series: 20, days: 280);
        var forecast = Run(panel);

        // 280 days are 40 weeks, so step 0 is a Monday (0.9 × 10 × (s mod 5 + 1)) and step 5 a Saturday (1.6 ×).
        Assert.InRange(forecast.Mean[0], 8, 10);
        Assert.InRange(forecast.Mean[5], 14, 18);
        Assert.InRange(forecast.Mean[4 * 14], 40, 50);
    }

    [Fact]
    public void AnyPanel_PathsAreOrderedAndFinite()
    {
        var forecast = Run(SamplePanels.Weekly(series: 11, days: 100));
        for (int i = 0; i < forecast.Mean.Length; i++)
        {
            Assert.True(float.IsFinite(forecast.Mean[i]) && forecast.P10[i] >= 0, $"at {i}");
            Assert.True(forecast.P10[i] <= forecast.P50[i] && forecast.P50[i] <= forecast.P90[i], $"at {i}");
            Assert.True(float.IsFinite(forecast.P90[i]) && forecast.Naive[i] >= 0, $"at {i}");
        }
    }

    [Fact]
    public void OneThreadOrFour_SameForecast()
    {
        var panel = SamplePanels.Weekly(series: 50, days: 200);
        var one = new ForecastEngine(new EngineOptions { Threads = 1 });
        var four = new ForecastEngine(new EngineOptions { Threads = 4 });
        Assert.Equal(one.Predict(one.Fitted(panel), panel).P90, four.Predict(four.Fitted(panel), panel).P90);
    }

    [Fact]
    public void Stored_ReadsBackToTheSameForecast()
    {
        var panel = SamplePanels.Weekly(series: 9, days: 120);
        var engine = new ForecastEngine(Options);
        var fitted = engine.Fitted(panel);
        using var stream = new MemoryStream();
        fitted.Write(stream);
        stream.Position = 0;
        var read = FittedPanel.Read(stream);
        Assert.Equal(engine.Predict(fitted, panel).Mean, engine.Predict(read, panel).Mean);
        Assert.Equal(engine.Predict(fitted, panel).Reason, engine.Predict(read, panel).Reason);
    }

    [Theory]
    [InlineData(0, "FRCT")]
    [InlineData(4, "version")]
    [InlineData(40, "damaged")]
    public void OneByteChanged_IsRefused(int at, string says)
    {
        using var stream = new MemoryStream();
        new ForecastEngine(Options).Fitted(SamplePanels.Weekly(series: 3, days: 60)).Write(stream);
        var bytes = stream.ToArray();
        bytes[at] ^= 0x5A;
        using var damaged = new MemoryStream(bytes);
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => FittedPanel.Read(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutShort_IsRefused()
    {
        using var stream = new MemoryStream();
        new ForecastEngine(Options).Fitted(SamplePanels.Weekly(series: 3, days: 60)).Write(stream);
        using var cut = new MemoryStream(stream.ToArray()[..^10]);
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => FittedPanel.Read(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSeries_CannotBeUpdatedAndSaysWhich()
    {
        var engine = new ForecastEngine(Options);
        var fitted = engine.Fitted(SamplePanels.Weekly(series: 3, days: 60));
        Assert.False(engine.CanUpdate(fitted, SamplePanels.Weekly(series: 4, days: 60), out var why));
        Assert.Contains("3 series, the panel 4", why, StringComparison.Ordinal);
    }

    [Fact]
    public void NewDaysFoldedInOneByOne_EqualNewDaysFoldedInAtOnce()
    {
        var panel = SamplePanels.Weekly(series: 12, days: 210);
        var engine = new ForecastEngine(Options);
        var fitted = engine.Fitted(SamplePanels.Before(panel, 10));
        var stepwise = fitted;
        for (int left = 9; left >= 0; left--)
            stepwise = engine.Update(stepwise, SamplePanels.Before(panel, left));
        Assert.Equal(engine.Predict(engine.Update(fitted, panel), panel).Mean, engine.Predict(stepwise, panel).Mean);
    }

    private static PanelForecast Run(Panel panel)
    {
        var engine = new ForecastEngine(Options);
        return engine.Predict(engine.Fitted(panel), panel);
    }
}

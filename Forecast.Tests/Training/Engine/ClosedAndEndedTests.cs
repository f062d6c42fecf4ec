using Forecast.Domain.Calendar;
using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine;

public class ClosedAndEndedTests
{
    private const int Horizon = 21, Count = 4;
    private static readonly DateOnly First = new(2021, 1, 4), Origin = new(2024, 12, 20);
    private static readonly int Days = Origin.DayNumber - First.DayNumber + 1;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DaysWithoutSalesEveryYear_AreForecastZero_AndTheReasonSaysSo(bool absent)
    {
        var forecast = Forecast(Panel(day => (day.Month, day.Day) is (12, 25) or (12, 26) or (1, 1), absent));
        foreach (var closed in (DateOnly[])[new(2024, 12, 25), new(2024, 12, 26), new(2025, 1, 1)])
            AssertClosed(forecast, closed);
        Assert.Equal(Count * (Horizon - 3), forecast.Mean.Count(m => m > 5));
        Assert.All(forecast.Reason, why => Assert.Contains("0 is forecast for 25 Dec, 26 Dec, 1 Jan.", why, StringComparison.Ordinal));
    }

    [Fact]
    public void LocalDays_AreFoundByDate_ByEaster_AndByWeekdayOfTheMonth()
    {
        Assert.Equal(new DateOnly(2024, 12, 30), ClosedAhead(day => (day.Month, day.Day) is (12, 30)));
        Assert.Equal(new DateOnly(2025, 1, 3), ClosedAhead(day => day is { Month: 1, DayOfWeek: DayOfWeek.Friday, Day: <= 7 }));
        var carnival = Panel(day => day == HolidayCalendar.EasterSunday(day.Year).AddDays(-48), absent: false, origin: new(2024, 2, 5));
        AssertClosed(Forecast(carnival), new DateOnly(2024, 2, 12));
    }

    [Fact]
    public void OnceClosed_IsNoRule_AndAKnownOpeningCountsForMore()
    {
        Assert.Null(ClosedAhead(day => day == new DateOnly(2023, 12, 30)));
        var panel = Panel(day => day is { Month: 12, Day: 25 }, absent: false);
        var open = new float[Count * (Days + Horizon)];
        open.AsSpan().Fill(1);
        for (int s = 0; s < Count; s++)
        {
            for (int year = 2021; year < 2024; year++)
                open[s * (Days + Horizon) + new DateOnly(year, 12, 25).DayNumber - First.DayNumber] = 0;
        }

        var planned = new Panel
        {
            FirstDay = First,
            Days = Days,
            Horizon = Horizon,
            Series = panel.Series,
            Quantity = panel.Quantity,
            Open = open,
        };
        Assert.True(Forecast(planned).Mean[4] > 5);
    }

    [Fact]
    public void WeekdayWithoutASingleRow_IsAClosedDay()
    {
        var forecast = Forecast(Panel(day => day.DayOfWeek == DayOfWeek.Sunday, absent: true));
        AssertClosed(forecast, new DateOnly(2024, 12, 22));
        AssertClosed(forecast, new DateOnly(2024, 12, 29));
        Assert.All(forecast.Reason, why => Assert.Contains("never sells on Sundays", why, StringComparison.Ordinal));
        Assert.Equal(Count * (Horizon - 3), forecast.Mean.Count(m => m > 5));
    }

    [Fact]
    public void StoresThatOftenSellNothing_HaveNoClosures()
    {
        var random = new Random(3);
        var panel = SamplePanels.Of([.. Enumerable.Range(0, 40 * 1000).Select(_ => (float)random.Poisson(0.15))], 40, 1000);
        Assert.DoesNotContain(
            Enumerable.Range(0, 40 * panel.Horizon), i => panel.Closures.IsClosedAhead(i / panel.Horizon, i % panel.Horizon));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SeriesThatStoppedWhileOthersWentOn_HasEnded(bool absent)
    {
        var panel = Panel(_ => false, absent: false);
        panel.Quantity.AsSpan(Days - 26, 26).Fill(absent ? float.NaN : 0);
        var forecast = Forecast(panel);
        Assert.Equal(DemandClass.Ended, forecast.Class[0]);
        Assert.Equal("ended", forecast.Method[0]);
        Assert.StartsWith("Ended? The last sale was on 24 Nov 2024, 26 days before", forecast.Reason[0], StringComparison.Ordinal);
        Assert.All(forecast.Mean[..Horizon], m => Assert.Equal(0, m));
        Assert.All(forecast.P90[..Horizon], m => Assert.Equal(0, m));
        Assert.All(forecast.Class[1..], kind => Assert.NotEqual(DemandClass.Ended, kind));
    }

    [Fact]
    public void FeedThatStoppedForAll_AndSeasonsThatComeBack_HaveNotEnded()
    {
        var stopped = Panel(_ => false, absent: false);
        for (int s = 0; s < Count; s++)
            stopped.Quantity.AsSpan(s * Days + Days - 26, 26).Fill(float.NaN);
        Assert.DoesNotContain(DemandClass.Ended, Forecast(stopped).Class);

        var season = Panel(_ => false, absent: false);
        for (int t = 0; t < Days; t++)
        {
            if (First.AddDays(t).Month is 11 or 12 or 1)
                season.Quantity[t] = 0; // ice cream
        }

        Assert.NotEqual(DemandClass.Ended, Forecast(season).Class[0]);
    }

    private static DateOnly? ClosedAhead(Func<DateOnly, bool> closed)
    {
        var panel = Panel(closed, absent: false);
        int[] steps = [.. Enumerable.Range(0, Horizon).Where(h => panel.Closures.IsClosedAhead(0, h))];
        return steps.Length == 0 ? null : Origin.AddDays(1 + Assert.Single(steps));
    }

    private static void AssertClosed(PanelForecast forecast, DateOnly day)
    {
        for (int s = 0; s < Count; s++)
        {
            int i = s * Horizon + day.DayNumber - forecast.Origin.DayNumber - 1;
            Assert.Equal((0f, 0f, 0f, 0f), (forecast.Mean[i], forecast.P10[i], forecast.P50[i], forecast.P90[i]));
        }
    }

    /// <summary>One store whose four items sell 10 to 20 a day, on days that are not closed.</summary>
    private static Panel Panel(Func<DateOnly, bool> closed, bool absent, DateOnly? origin = null)
    {
        var random = new Random(1);
        int days = (origin ?? Origin).DayNumber - First.DayNumber + 1;
        var quantity = new float[Count * days];
        for (int i = 0; i < quantity.Length; i++)
            quantity[i] = !closed(First.AddDays(i % days)) ? 10 + random.Next(11) : absent ? float.NaN : 0;
        return new Panel
        {
            FirstDay = First,
            Days = days,
            Horizon = Horizon,
            Series = [.. Enumerable.Range(0, Count).Select(s => new PanelSeries(s, 1, s, 0))],
            Quantity = quantity,
        };
    }

    private static PanelForecast Forecast(Panel panel)
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Models = ["local"], BacktestWindows = 4 });
        return engine.Predict(engine.Fitted(panel), panel);
    }
}

using Forecast.Domain.Forecasts;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Drivers.Figures;

namespace Forecast.Tests.Support;

/// <summary>
/// Explanations with round numbers of the boards of <see cref="Boards"/>: usual level 100, weekends 20 more, a holiday and a promotion on
/// Friday.
/// </summary>
internal static class Explanations
{
    public static readonly DateOnly Friday = Boards.Origin.AddDays(7);

    public static ForecastExplanation OfOneItem() => new()
    {
        Days = [.. Enumerable.Range(1, Boards.Horizon).Select(step => Day(Boards.Origin.AddDays(step)))],
        Series = [new ExplainedSeries(
            1, 1, "combination", "60 % theta, 40 % window-8: backtest RMSSE 0.71.", DemandClass.Smooth,
            Boards.Fill(Boards.Horizon, 10).Select(v => (double)v).ToList())],
    };

    public static DriversView View(
        ForecastExplanation explanation, string? day = null, RegionBoard? board = null, string? stores = "S1", string? item = "I1") =>
        DriversView.Of(
            DriversScope.Of(
            board ?? Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30)), DriversSelection.Parse(stores, item, null, null, day)),
            explanation)!;

    public static ExplainedDay Day(DateOnly day)
    {
        var drivers = new Dictionary<DemandDriver, double> { [DemandDriver.Season] = 1.6 };
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            drivers[DemandDriver.Weekday] = 20;
        if (day == Friday)
            (drivers[DemandDriver.Holiday], drivers[DemandDriver.Promotion]) = (-30, 12.7);
        double mean = 100 + drivers.Values.Sum();
        int after = day.DayNumber - Friday.DayNumber;
        return new ExplainedDay(day, mean, mean, 100, drivers, Math.Abs(after) <= 3 ? new NearHoliday("Black Friday", after) : null);
    }
}

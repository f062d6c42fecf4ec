using Forecast.Domain.Calendar;
using Forecast.Training.Boosting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Boosting.Global;

/// <summary>Seeded panels with a known weekly pattern, promotion uplift, closed Sundays and a yearly holiday.</summary>
internal static class GlobalPanels
{
    internal const int Horizon = 14;

    internal static readonly GlobalModelOptions Quick = new()
    {
        Horizon = Horizon,
        Rows = 12_000,
        Trees = new BoostingOptions { Loss = BoostingLoss.Tweedie(1.1), Rounds = 60, Leaves = 16, LearningRate = 0.15, MinLeafWeight = 5 },
    };

    /// <summary>
    /// Mean demand of a day as the panel was made; promotions double it, Fridays sell half as much again, Sundays are closed.
    /// </summary>
    internal static double Expected(int series, DayOfWeek weekday, bool promoted) =>
        weekday == DayOfWeek.Sunday ? 0 : (4 + (3 * (series % 5))) * (promoted ? 2 : 1) * (weekday == DayOfWeek.Friday ? 1.5 : 1);

    internal static Panel Demand(int series = 24, int days = 500, int seed = 1)
    {
        var random = new Random(seed);
        var first = new DateOnly(2024, 1, 1);
        int width = days + Horizon;
        var (quantity, promotion, open, price) =
            (new float[series * days], new float[series * width], new float[series * width], new float[series * width]);
        for (int s = 0; s < series; s++)
        {
            for (int t = 0; t < width; t++)
            {
                var weekday = first.AddDays(t).DayOfWeek;
                bool promoted = random.Next(10) == 0;
                promotion[(s * width) + t] = promoted ? 1 : 0;
                open[(s * width) + t] = weekday == DayOfWeek.Sunday ? 0 : 1;
                price[(s * width) + t] = promoted ? 1.5f : 2;
                if (t < days)
                    quantity[(s * days) + t] = (float)Math.Round(Expected(s, weekday, promoted) * (0.8 + (0.4 * random.NextDouble())));
            }
        }

        return new Panel
        {
            FirstDay = first,
            Days = days,
            Horizon = Horizon,
            Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(s, s % 3, s / 3, s % 2))],
            Quantity = quantity,
            Promotion = promotion,
            Open = open,
            Price = price,
            Holidays = [new Holiday(new DateOnly(2024, 12, 25), "Christmas"), new Holiday(new DateOnly(2025, 12, 25), "Christmas")],
        };
    }

    internal static Panel With(Panel panel, float[]? quantity = null, int? days = null) => new()
    {
        FirstDay = panel.FirstDay,
        Days = days ?? panel.Days,
        Horizon = panel.Horizon,
        Series = panel.Series,
        Quantity = quantity ?? panel.Quantity,
        Promotion = panel.Promotion,
        Open = panel.Open,
        Price = panel.Price,
        Holidays = panel.Holidays,
    };

    internal static GlobalModel Fit(Panel panel, int last, GlobalModelOptions? options = null, int threads = 1) =>
        GlobalModel.Fit(panel, options ?? Quick, last, threads, TestContext.Current.CancellationToken);

    internal static float[] Predict(GlobalModel model, Panel panel, int origin, int horizon = Horizon, int threads = 1) =>
        model.Predict(panel, origin, horizon, threads, TestContext.Current.CancellationToken);
}

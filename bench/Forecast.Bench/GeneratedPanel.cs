using Forecast.Domain.Calendar;
using Forecast.Training.Panels;

namespace Forecast.Bench;

/// <summary>Made-up sales of ten stores, from a sale in twenty days to dozens a day, with a week, a year and promotions.</summary>
internal static class GeneratedPanel
{
    private const int Stores = 10, Categories = 7;

    /// <summary>With <paramref name="events"/>, promotions and prices are known.</summary>
    internal static Panel Create(int series, int days, int horizon, bool events)
    {
        int known = days + horizon;
        var quantity = new float[(long)series * days];
        float[]? promotion = events ? new float[(long)series * known] : null, price = events ? new float[(long)series * known] : null;
        Parallel.For(0, series, s =>
        {
            var random = new Random(s);
            double level = Math.Exp(5 * random.NextDouble() - 2), usual = 1 + 9 * random.NextDouble();
            for (int t = 0; t < known; t++)
            {
                bool promoted = events && (t / 7 + s) % 9 == 0;
                if (events)
                {
                    promotion![s * known + t] = promoted ? 1 : 0;
                    price![s * known + t] = (float)(promoted ? 0.75 * usual : usual);
                }

                level *= Math.Exp(0.01 * (random.NextDouble() - 0.5));
                double expected = level * (t % 7 >= 5 ? 1.5 : 0.8) * (1 + 0.2 * Math.Sin(t * 2 * Math.PI / 365.25)) * (promoted ? 1.8 : 1);
                if (t < days)
                    quantity[s * days + t] = Poisson(random, expected);
            }
        });
        return new Panel
        {
            FirstDay = new DateOnly(2020, 1, 6),
            Days = days,
            Horizon = horizon,
            Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(s, s % Stores, s / Stores, s / Stores % Categories))],
            Quantity = quantity,
            Promotion = promotion,
            Price = price,
        };
    }

    /// <summary>A region's stores, each with the same items, promotions, prices and holidays; closed on Sundays and holidays.</summary>
    internal static Panel Region(int stores, int items, int days, int horizon)
    {
        int series = stores * items, known = days + horizon;
        var sales = Create(series, days, horizon, events: true);
        var first = sales.FirstDay;
        var holidays = HolidayCalendar.For("DE", first, first.AddDays(known - 1));
        var closed = holidays.Select(h => h.Day.DayNumber - first.DayNumber).ToHashSet();
        var open = new float[series * known];
        for (int i = 0; i < open.Length; i++)
        {
            int t = i % known;
            open[i] = first.AddDays(t).DayOfWeek == DayOfWeek.Sunday || closed.Contains(t) ? 0 : 1;
            if (open[i] == 0 && t < days)
                sales.Quantity[i / known * days + t] = 0;
        }

        return new Panel
        {
            FirstDay = first,
            Days = days,
            Horizon = horizon,
            Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(s, s / items, s % items, s % items % Categories))],
            Quantity = sales.Quantity,
            Promotion = sales.Promotion,
            Price = sales.Price,
            Open = open,
            Holidays = holidays,
        };
    }

    /// <summary>The same panel as it was a day before.</summary>
    internal static Panel DayBefore(Panel panel)
    {
        var quantity = new float[panel.Quantity.Length - panel.Series.Count];
        for (int s = 0; s < panel.Series.Count; s++)
            panel.Quantity.AsSpan(s * panel.Days, panel.Days - 1).CopyTo(quantity.AsSpan(s * (panel.Days - 1)));
        return new Panel
        {
            FirstDay = panel.FirstDay,
            Days = panel.Days - 1,
            Horizon = panel.Horizon + 1,
            Series = panel.Series,
            Quantity = quantity,
            Promotion = panel.Promotion,
            Price = panel.Price,
            Open = panel.Open,
            Holidays = panel.Holidays,
        };
    }

    /// <summary>Knuth's product of uniforms; beyond 30 the rounded normal.</summary>
    private static float Poisson(Random random, double mean)
    {
        if (mean > 30)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return (float)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * normal));
        }

        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}

using System.Numerics;
using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Models;

public class EffectRowsTests
{
    private const int Days = 900, Horizon = 14, Count = 11;

    [Fact]
    public void LatestDaysAlone_HaveTheFactorsThatTheyHaveAmongAll()
    {
        // Prices move by a third every hundred days or so; an update looks at the last days only.
        var panel = Priced();
        var effects = PanelEffects.Fit(panel, panel.Days - 1, 1);
        int[] pool = effects.PoolOf(panel);
        EffectRows all = new(panel, effects, effects.Table(panel), pool),
            latest = new(panel, effects, effects.Table(panel, Days - 3), pool);
        for (int s = 0; s < Count; s++)
        {
            all.Begin(s, Days + Horizon);
            latest.Begin(s, Days + Horizon);
            for (int day = Days - 3; day < Days + Horizon; day++)
                Assert.Equal(all.Factor(s, day), latest.Factor(s, day));
        }

        Assert.Contains(effects.Events!, factor => factor is < 0.9f or > 1.1f);
    }

    [Fact]
    public void Blocks_HoldTheFactorsOfTheirSeries()
    {
        var panel = Priced();
        var effects = PanelEffects.Fit(panel, panel.Days - 1, 1);
        foreach (var kind in (PanelEffects[])[effects, effects with { Events = null }])
        {
            var rows = new EffectRows(panel, kind, kind.Table(panel), kind.PoolOf(panel));
            var block = new Vector<float>[40];
            for (int first = 0; first < Count; first += Lanes.Count)
            {
                int lanes = Math.Min(Lanes.Count, Count - first);
                rows.Load(first, lanes, 700, block);
                for (int lane = 0; lane < lanes; lane++)
                {
                    rows.Begin(first + lane, 740);
                    for (int t = 0; t < block.Length; t++)
                        Assert.Equal(rows.Factor(first + lane, 700 + t), block[t][lane]);
                }
            }
        }
    }

    [Fact]
    public void PooledDemandOfEveryLength_AgreesWithAPlainLoop()
    {
        var panel = Priced();
        panel.Quantity[5] = float.PositiveInfinity;
        panel.Quantity.AsSpan(Days, 30).Clear(); // series 1 starts later
        for (int days = 1; days < 60; days++)
        {
            var pooled = new PooledDemand(days);
            double[] sum = new double[days], count = new double[days], promoted = new double[days];
            for (int s = 0; s < Count; s++)
            {
                pooled.Add(panel, s);
                Add(panel, s, sum, count, promoted);
            }

            double enough = Math.Max(1, 0.1 * count.Max());
            double[] mean = pooled.Mean(), share = pooled.PromotedShare();
            for (int t = 0; t < days; t++)
            {
                Assert.Equal(count[t] >= enough ? sum[t] / count[t] : double.NaN, mean[t], 1e-5);
                Assert.Equal(count[t] > 0 ? promoted[t] / count[t] : 0, share[t], 1e-6);
            }
        }
    }

    [Fact]
    public void HolidayListedTwice_HasTheEffectThatItHasListedOnce()
    {
        Holiday[] once = [.. Enumerable.Range(0, 3).Select(year => new Holiday(new DateOnly(2024 + year, 5, 9), "Fair"))];
        Assert.Equal(Effect(once), Effect([.. once, .. once]), 0.15);

        double Effect(Holiday[] holidays)
        {
            var panel = SamplePanels.Weekly(8, 1000);
            for (int i = 0; i < panel.Quantity.Length; i++)
                panel.Quantity[i] *= Array.Exists(once, h => h.Day == panel.FirstDay.AddDays(i % 1000)) ? 3 : 1;
            var known = new Panel
            {
                FirstDay = panel.FirstDay,
                Days = 1000,
                Horizon = 14,
                Series = panel.Series,
                Quantity = panel.Quantity,
                Holidays = holidays
            };
            var day = new DateOnly(2026, 5, 9);
            var near = CalendarEffects.Near(holidays, day, 1);
            return PanelEffects.Fit(known, 999, 1).Calendars[0].On(day, near[0]).Total;
        }
    }

    private static void Add(Panel panel, int s, double[] sum, double[] count, double[] promoted)
    {
        var row = panel.Quantity.AsSpan(s * Days, sum.Length);
        double total = 0, days = 0;
        bool started = false;
        foreach (float y in row)
        {
            started |= y > 0;
            if (started && float.IsFinite(y))
                (total, days) = (total + y, days + 1);
        }

        started = false;
        for (int t = 0; total > 0 && t < row.Length; t++)
        {
            started |= row[t] > 0;
            if (!started || !float.IsFinite(row[t]))
                continue;
            sum[t] += Math.Min(20, row[t] * days / total);
            count[t]++;
            promoted[t] += panel.Promotion![s * (Days + Horizon) + t] > 0 ? 1 : 0;
        }
    }

    private static Panel Priced()
    {
        var random = new Random(8);
        var plain = SamplePanels.Weekly(Count, Days, Horizon);
        float[] promotion = new float[Count * (Days + Horizon)], price = new float[promotion.Length];
        for (int s = 0; s < Count; s++)
        {
            float usual = 5;
            for (int t = 0; t < Days + Horizon; t++)
            {
                int at = s * (Days + Horizon) + t;
                usual = random.Next(100) == 0 ? 10 - usual + random.NextSingle() : usual;
                promotion[at] = random.Next(12) == 0 ? 1 : 0;
                price[at] = random.Next(5) == 0 ? float.NaN : usual;
                if (t < Days)
                    plain.Quantity[s * Days + t] = random.Next(30) == 0 ? float.NaN
                        : plain.Quantity[s * Days + t] * (promotion[at] > 0 ? 2 : 1) * (usual > 5.5f ? 0.7f : 1);
            }
        }

        return new Panel
        {
            FirstDay = plain.FirstDay,
            Days = Days,
            Horizon = Horizon,
            Series = plain.Series,
            Quantity = plain.Quantity,
            Promotion = promotion,
            Price = price,
        };
    }
}

using Forecast.Training.Boosting;
using Forecast.Training.Engine;

namespace Forecast.Training.Models.Global;

/// <summary>A sample of (series, origin, step) with features and what was sold, as a ratio to the series' level at the origin.</summary>
internal sealed record TrainingRows(float[] Values, float[] Targets)
{
    /// <summary>Ratios beyond this are absurd days; they would rule the trees.</summary>
    private const float LargestRatio = 30;

    /// <summary>
    /// Draws about <paramref name="most"/> rows, the same number from each series, at random origins of the last <paramref name="reach"/> days
    /// and random steps. Each series has its own seeded generator, so the sample does not depend on the threads.
    /// </summary>
    public static TrainingRows Draw(Panel panel, PanelTotals totals, int lastDay, EngineOptions options, int most, int reach)
    {
        int count = panel.Series.Count, horizon = options.Horizon, width = FeatureSweep.Width;
        int each = Math.Clamp(most / Math.Max(1, count), 1, reach * Math.Min(horizon, 7));
        var holidays = HolidayDays.Of(panel);
        float[] values = new float[(long)count * each * width], targets = new float[count * each];
        var drawn = new int[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            () => (Sweep: new FeatureSweep(panel, totals, holidays), Keys: new int[each]),
            (s, _, scratch) =>
            {
                var sweep = scratch.Sweep;
                sweep.Begin(s);
                int from = Math.Max(sweep.FirstSale + FeatureSweep.WarmUp, lastDay - reach), to = lastDay - 1;
                if (from > to)
                    return scratch;
                var keys = scratch.Keys;
                ulong state = (ulong)options.Seed * 0x9E3779B97F4A7C15 + (ulong)s;
                for (int i = 0; i < each; i++)
                {
                    ulong random = RowSample.Mix(state += 0x9E3779B97F4A7C15);
                    keys[i] = (from + (int)(random % (ulong)(to - from + 1))) * horizon + (int)((random >> 32) % (ulong)horizon);
                }

                Array.Sort(keys);
                int n = 0;
                foreach (int key in keys)
                {
                    int origin = key / horizon, step = key % horizon + 1, day = origin + step;
                    if (day > lastDay || float.IsNaN(sweep.Demand[day]))
                        continue;
                    sweep.MoveTo(origin);
                    sweep.Write(step, values.AsSpan((s * each + n) * width, width));
                    targets[s * each + n] = Math.Min(LargestRatio, sweep.Demand[day] / sweep.Scale);
                    n++;
                }

                drawn[s] = n;
                return scratch;
            }, static _ => { });
        return Compact(values, targets, drawn, each, width);
    }

    /// <summary>Moves the rows together: what was not drawn leaves holes.</summary>
    private static TrainingRows Compact(float[] values, float[] targets, int[] drawn, int each, int width)
    {
        int total = drawn.Sum(), at = 0;
        for (int s = 0; s < drawn.Length; s++)
        {
            if (at != s * each)
            {
                values.AsSpan(s * each * width, drawn[s] * width).CopyTo(values.AsSpan(at * width));
                targets.AsSpan(s * each, drawn[s]).CopyTo(targets.AsSpan(at));
            }

            at += drawn[s];
        }

        return new TrainingRows(values[..(total * width)], targets[..total]);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Models.Effects;

/// <summary>Factors of single days for blocks of series; reused by one worker.</summary>
internal sealed class EffectRows
{
    private readonly Panel panel;
    private readonly PanelEffects effects;
    private readonly CalendarDays calendar;
    private readonly int[] pool;
    private readonly sbyte[] kinds;

    /// <summary>Factors of the days of <paramref name="calendar"/>, the <see cref="PanelEffects.Table"/> of the effects.</summary>
    public EffectRows(Panel panel, PanelEffects effects, CalendarDays calendar, int[] pool)
    {
        (this.panel, this.effects, this.calendar, this.pool) = (panel, effects, calendar, pool);
        kinds = new sbyte[effects.Events is null ? 0 : panel.Days + panel.Horizon];
    }

    /// <summary>Time-major factors of days [from, from + block.Length).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(int firstSeries, int lanes, int from, Span<Vector<float>> block)
    {
        if (effects.Events is null && pool.AsSpan(firstSeries, lanes).IndexOfAnyExcept(pool[firstSeries]) < 0)
        {
            var shared = calendar.Factors[pool[firstSeries]].AsSpan(from - calendar.From, block.Length);
            for (int t = 0; t < shared.Length; t++)
                block[t] = new Vector<float>(shared[t]);
            return;
        }

        var flat = MemoryMarshal.Cast<Vector<float>, float>(block);
        int width = Lanes.Count;
        block.Fill(Vector<float>.One);
        for (int lane = 0; lane < lanes; lane++)
        {
            int series = firstSeries + lane;
            var factors = calendar.Factors[pool[series]].AsSpan(from - calendar.From, block.Length);
            for (int t = 0; t < factors.Length; t++)
                flat[t * width + lane] = factors[t];
            if (effects.Events is null)
                continue;
            Begin(series, from + block.Length);
            for (int t = 0; t < factors.Length; t++)
            {
                if (kinds[from + t] != SeriesEvents.None)
                    flat[t * width + lane] *= EventFactor(series, from + t, out _);
            }
        }
    }

    /// <summary>Turns to a series, for days before <paramref name="end"/>.</summary>
    public void Begin(int series, int end)
    {
        if (effects.Events is not null)
            SeriesEvents.Classify(panel, series, calendar.From, end, kinds);
    }

    /// <summary>Factor of one day of the series turned to.</summary>
    public float Factor(int series, int day) => calendar.Factors[pool[series]][day - calendar.From] * EventFactor(series, day, out _);

    /// <summary>The calendar's part.</summary>
    public DayEffects Calendar(int series, int day) => calendar.Effects[pool[series]][day - calendar.From];

    /// <summary>The part of promotion or price.</summary>
    public float EventFactor(int series, int day, out bool isPromotion)
    {
        isPromotion = false;
        if (effects.Events is not { } events)
            return 1;
        sbyte kind = kinds[day];
        isPromotion = kind == SeriesEvents.Promotion;
        float strength = isPromotion ? panel.Promotion![series * (panel.Days + panel.Horizon) + day] : 0;
        return SeriesEvents.Factor(events.AsSpan(series * SeriesEvents.Kinds, SeriesEvents.Kinds), kind, strength);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Training.Engine;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models.Effects;

/// <summary>Factors of single days for blocks of series; reused by one worker.</summary>
internal sealed class EffectRows
{
    private readonly Panel panel;
    private readonly PanelEffects effects;
    private readonly (DayEffects Effects, float Factor)[][] table;
    private readonly int[] pool;
    private readonly sbyte[] kinds;

    public EffectRows(Panel panel, PanelEffects effects, (DayEffects Effects, float Factor)[][] table, int[] pool)
    {
        (this.panel, this.effects, this.table, this.pool) = (panel, effects, table, pool);
        kinds = new sbyte[panel.Days + panel.Horizon];
    }

    /// <summary>Time-major factors of days [from, from + block.Length); 1 in unused lanes.</summary>
    public void Load(int firstSeries, int lanes, int from, Span<Vector<float>> block)
    {
        var flat = MemoryMarshal.Cast<Vector<float>, float>(block);
        block.Fill(Vector<float>.One);
        for (int lane = 0; lane < lanes; lane++)
        {
            int series = firstSeries + lane;
            Begin(series, from + block.Length);
            for (int t = 0; t < block.Length; t++)
                flat[t * Lanes.Count + lane] = Factor(series, from + t);
        }
    }

    /// <summary>Turns to a series, for days before <paramref name="end"/>.</summary>
    public void Begin(int series, int end)
    {
        if (effects.Events is not null)
            SeriesEvents.Classify(panel, series, end, kinds);
    }

    /// <summary>Factor of one day of the series turned to.</summary>
    public float Factor(int series, int day) => table[pool[series]][day].Factor * EventFactor(series, day, out _);

    /// <summary>The calendar's part.</summary>
    public DayEffects Calendar(int series, int day) => table[pool[series]][day].Effects;

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

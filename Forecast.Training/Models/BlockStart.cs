using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// Starting values of a block, from the first known weeks of each lane (Hyndman et al., 2008, section 2.6.1, simplified: level and season
/// from averages over the first weeks; the recursion forgets them).
/// </summary>
internal sealed class BlockStart(int season)
{
    /// <summary>Seasons whose average starts the recursion.</summary>
    private const int StartSeasons = 8;

    public int Season { get; } = season;

    /// <summary>Mean of the first known weeks; 0 for a lane without any.</summary>
    public Vector<float> Level { get; private set; }

    /// <summary>Average size of a day with sales.</summary>
    public Vector<float> Size { get; private set; }

    /// <summary>Share of days with sales.</summary>
    public Vector<float> Share { get; private set; }

    /// <summary>Season as ratio to the level, mean 1.</summary>
    public Vector<float>[] Ratio { get; } = new Vector<float>[season];

    /// <summary>Season as difference from the level.</summary>
    public Vector<float>[] Difference { get; } = new Vector<float>[season];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(ReadOnlySpan<Vector<float>> values, int phase0)
    {
        var flat = MemoryMarshal.Cast<Vector<float>, float>(values);
        int lanes = Lanes.Count;
        Span<float> level = stackalloc float[lanes], size = stackalloc float[lanes], share = stackalloc float[lanes];
        var ratio = MemoryMarshal.Cast<Vector<float>, float>(Ratio.AsSpan());
        var difference = MemoryMarshal.Cast<Vector<float>, float>(Difference.AsSpan());
        Span<float> sum = stackalloc float[Season];
        Span<int> count = stackalloc int[Season];
        for (int lane = 0; lane < lanes; lane++)
        {
            sum.Clear();
            count.Clear();
            int t = 0, days = 0, sold = 0;
            float total = 0;
            for (; t < values.Length && float.IsNaN(flat[t * lanes + lane]); t++)
            {
            }

            for (int end = Math.Min(values.Length, t + StartSeasons * Season); t < end; t++)
            {
                float y = flat[t * lanes + lane];
                if (float.IsNaN(y))
                    continue;
                int phase = (phase0 + t) % Season;
                sum[phase] += y;
                count[phase]++;
                total += y;
                days++;
                if (y > 0)
                    sold++;
            }

            level[lane] = days == 0 ? 0 : total / days;
            size[lane] = sold == 0 ? 0 : total / sold;
            share[lane] = days == 0 ? 0 : (float)sold / days;
            for (int k = 0; k < Season; k++)
            {
                // Two seasons' worth of the plain level keep a few odd days from becoming a pattern.
                float mean = (sum[k] + 2 * level[lane]) / (count[k] + 2);
                difference[k * lanes + lane] = mean - level[lane];
                ratio[k * lanes + lane] = level[lane] > 0 ? mean / level[lane] : 1;
            }
        }

        Level = new Vector<float>(level);
        Size = new Vector<float>(size);
        Share = new Vector<float>(share);
    }
}

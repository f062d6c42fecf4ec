using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Panels;

/// <summary>
/// What a model may learn from: known demand of days on which it could show. Not loaded, closed and impossible values become NaN, and so do
/// the zeros before the first sale, when the item was not on sale yet. Days on which the shelf ran empty count with their estimated demand.
/// </summary>
internal static class LearnableHistory
{
    /// <summary>Loads one block of series, days [from, from + block.Length) of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(Panel panel, int firstSeries, int count, int from, bool trimStart, Span<Vector<float>> block)
    {
        var flat = MemoryMarshal.Cast<Vector<float>, float>(block);
        int lanes = Lanes.Count, width = block.Length, known = panel.Days + panel.Horizon;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (lane >= count)
            {
                for (int t = 0; t < width; t++)
                    flat[t * lanes + lane] = float.NaN;
                continue;
            }

            int series = firstSeries + lane;
            var demand = panel.Demand.AsSpan(series * panel.Days + from, width);
            var open = panel.Open is null ? default : panel.Open.AsSpan(series * known + from, width);
            bool sold = !trimStart;
            for (int t = 0; t < width; t++)
            {
                float y = demand[t];
                if (!(y >= 0) || float.IsInfinity(y) || (!open.IsEmpty && open[t] == 0))
                    y = float.NaN;
                sold |= y > 0;
                flat[t * lanes + lane] = sold ? y : float.NaN;
            }
        }
    }
}

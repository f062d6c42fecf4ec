using System.Runtime.InteropServices;
using Forecast.Training.Panels;

namespace Forecast.Training.Runs.Shards;

/// <summary>What a store's forecast rests on, counted in days.</summary>
/// <param name="Last">Last day of which sales are loaded; null if there are none.</param>
/// <param name="Used">Days of which the sales of any item are known.</param>
/// <param name="Missing">Days after the first one known of which nothing is, though the store is open and sells on such days.</param>
/// <param name="Estimated">Days of single items on which the shelf ran empty.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreBasis(DateOnly? Last, int Used, int Missing, int Estimated)
{
    private const int Week = 7;

    /// <summary>Counts the days of a store.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="rows">The store's series in it.</param>
    public static StoreBasis Of(Panel panel, int[] rows)
    {
        var sold = new float[panel.Days];
        var known = new bool[panel.Days];
        int estimated = 0;
        foreach (int row in rows)
        {
            var quantity = panel.Quantity.AsSpan(row * panel.Days, panel.Days);
            for (int t = 0; t < quantity.Length; t++)
            {
                if (!float.IsFinite(quantity[t]))
                    continue;
                known[t] = true;
                sold[t] += quantity[t];
            }

            for (int t = 0; panel.StockedOut is { } stockedOut && t < panel.Days; t++)
                estimated += stockedOut[row * panel.Days + t] > 0 ? 1 : 0;
        }

        int last = Array.LastIndexOf(known, true);
        return new StoreBasis(
            last < 0 ? null : panel.FirstDay.AddDays(last), known.Count(k => k), Missed(panel, rows[0], known, sold), estimated);
    }

    private static int Missed(Panel panel, int row, bool[] known, float[] sold)
    {
        int first = Array.IndexOf(known, true), missed = 0;
        if (first < 0)
            return 0;
        var sells = new bool[Week];
        for (int t = first; t < sold.Length; t++)
            sells[t % Week] |= sold[t] > 0;
        for (int t = first; t < known.Length; t++)
            missed += !known[t] && sells[t % Week] && panel.IsOpen(row, t) ? 1 : 0;
        return missed;
    }
}

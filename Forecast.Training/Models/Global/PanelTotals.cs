using System.Runtime.InteropServices;
using Forecast.Training.Engine;

namespace Forecast.Training.Models.Global;

/// <summary>
/// Daily demand of all series, of each store and of each item, each series divided by its own mean so that all count alike: what happens to
/// everyone on a day shows here without the noise of one series.
/// </summary>
internal sealed class PanelTotals
{
    private readonly double[] sum, known;
    private readonly int width;
    private readonly int[] storeRow, itemRow;

    private PanelTotals(int rows, int days, int[] storeRow, int[] itemRow)
    {
        width = days + 1;
        sum = new double[rows * width];
        known = new double[rows * width];
        (this.storeRow, this.itemRow) = (storeRow, itemRow);
    }

    /// <summary>Sums days [0, lastDay]; series are scaled by their mean over them.</summary>
    public static PanelTotals Of(Panel panel, int lastDay)
    {
        var rows = new Dictionary<(int Kind, int Code), int>();
        int count = panel.Series.Count;
        int[] stores = new int[count], items = new int[count];
        for (int s = 0; s < count; s++)
        {
            stores[s] = Row((1, panel.Series[s].Store));
            items[s] = Row((2, panel.Series[s].Item));
        }

        int Row((int, int) key)
        {
            ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out bool exists);
            if (!exists)
                row = rows.Count;
            return row;
        }

        var totals = new PanelTotals(rows.Count + 1, panel.Days, stores, items);
        for (int s = 0; s < count; s++)
            totals.Add(panel.Quantity.AsSpan(s * panel.Days, panel.Days), lastDay, stores[s], items[s]);
        totals.Accumulate();
        return totals;
    }

    /// <summary>Mean scaled demand of all series over days (to − days, to]; NaN without any.</summary>
    public float All(int to, int days) => Mean(0, to, days);

    /// <summary>The same over the store of a series.</summary>
    public float OfStore(int series, int to, int days) => Mean(storeRow[series], to, days);

    /// <summary>The same over the item of a series.</summary>
    public float OfItem(int series, int to, int days) => Mean(itemRow[series], to, days);

    private float Mean(int row, int to, int days)
    {
        int end = to + 1, start = Math.Max(0, end - days);
        if (end <= start || end > width - 1)
            return float.NaN;
        double n = known[row * width + end] - known[row * width + start];
        return n > 0 ? (float)((sum[row * width + end] - sum[row * width + start]) / n) : float.NaN;
    }

    private void Add(ReadOnlySpan<float> quantity, int lastDay, int store, int item)
    {
        double total = 0;
        int days = 0, first = 0;
        while (first <= lastDay && !(quantity[first] > 0))
            first++;
        for (int t = first; t <= lastDay; t++)
        {
            if (float.IsFinite(quantity[t]))
            {
                total += quantity[t];
                days++;
            }
        }

        if (!(total > 0))
            return;
        double scale = days / total;
        for (int t = first; t < quantity.Length; t++)
        {
            if (!float.IsFinite(quantity[t]))
                continue;
            double value = Math.Min(20, quantity[t] * scale); // one absurd day must not be everyone's
            Put(0, t, value);
            Put(store, t, value);
            Put(item, t, value);
        }
    }

    private void Put(int row, int day, double value)
    {
        sum[row * width + day + 1] += value;
        known[row * width + day + 1]++;
    }

    private void Accumulate()
    {
        for (int i = 0; i < sum.Length; i++)
        {
            if (i % width == 0)
                continue;
            sum[i] += sum[i - 1];
            known[i] += known[i - 1];
        }
    }
}

using System.Runtime.InteropServices;
using Forecast.Training.Panels;

namespace Forecast.Training.Backtesting;

/// <summary>Sums backtest paths per store × category group.</summary>
internal static class BacktestCubeBuilder
{
    public static BacktestCube Build(Panel panel, BacktestPlan plan, float[] actual, float[] predicted, float[] naive)
    {
        var index = new Dictionary<(int, int), int>();
        var groups = new List<(int, int)>();
        var groupOf = new int[panel.Series.Count];
        for (int s = 0; s < groupOf.Length; s++)
        {
            var key = (panel.Series[s].Store, panel.Series[s].Category);
            ref int group = ref CollectionsMarshal.GetValueRefOrAddDefault(index, key, out bool known);
            if (!known)
            {
                group = groups.Count;
                groups.Add(key);
            }

            groupOf[s] = group;
        }

        int size = plan.Size, horizon = plan.Horizon;
        var cube = new BacktestCube(
            [.. groups], [.. plan.Origins.Select(o => panel.FirstDay.AddDays(o))], horizon,
            new float[groups.Count * size], new float[groups.Count * size], new float[groups.Count * size],
            new float[groups.Count * horizon], new float[groups.Count * horizon], new float[groups.Count * horizon]);
        for (int s = 0; s < groupOf.Length; s++)
        {
            for (int i = 0; i < size; i++)
            {
                float a = actual[s * size + i];
                if (float.IsNaN(a))
                    continue;
                float p = predicted[s * size + i], n = naive[s * size + i];
                int at = groupOf[s] * size + i, step = groupOf[s] * horizon + i % horizon;
                cube.Actual[at] += a;
                cube.Predicted[at] += p;
                cube.Naive[at] += n;
                cube.AbsoluteResidual[step] += Math.Abs(a - p);
                cube.NaiveAbsoluteResidual[step] += Math.Abs(a - n);
                cube.AbsoluteActual[step] += a;
            }
        }

        return cube;
    }
}

using Forecast.Domain.Forecasts;

namespace Forecast.Training.Evaluation;

/// <summary>Adds up backtest results series by series; pool before dividing.</summary>
internal sealed class ScoreSums
{
    private readonly HashSet<int> series = [];
    private readonly Mean mase = new(), maseMedian = new(), rmsse = new(), naiveMase = new(), naiveRmsse = new();
    private readonly Mean[] pinball = [new(), new(), new()];
    private double missed, missedMedian, over, demand;
    private long inside, days;

    /// <summary>One series after one origin.</summary>
    public void Add(
        int id, NaiveScales scales, ReadOnlySpan<float> actual, ReadOnlySpan<float> mean, ReadOnlySpan<float> p10, ReadOnlySpan<float> p50,
        ReadOnlySpan<float> p90, ReadOnlySpan<float> naive)
    {
        bool any = false;
        for (int h = 0; h < actual.Length; h++)
        {
            if (float.IsNaN(actual[h]))
                continue;
            any = true;
            double residual = (double)actual[h] - mean[h];
            missed += Math.Abs(residual);
            missedMedian += Math.Abs((double)actual[h] - p50[h]);
            over -= residual;
            demand += Math.Abs(actual[h]);
            days++;
            if (actual[h] >= p10[h] - 1e-9 && actual[h] <= p90[h] + 1e-9)
                inside++;
        }

        if (!any)
            return;
        series.Add(id);
        mase.Add(PointAccuracy.Mase(actual, mean, scales.Absolute));
        maseMedian.Add(PointAccuracy.Mase(actual, p50, scales.Absolute));
        rmsse.Add(PointAccuracy.Rmsse(actual, mean, scales.Squared));
        naiveMase.Add(PointAccuracy.Mase(actual, naive, scales.Absolute));
        naiveRmsse.Add(PointAccuracy.Rmsse(actual, naive, scales.Squared));
        pinball[0].Add(QuantileAccuracy.Pinball(QuantileLevel.P10, actual, p10) / scales.Absolute);
        pinball[1].Add(QuantileAccuracy.Pinball(QuantileLevel.Median, actual, p50) / scales.Absolute);
        pinball[2].Add(QuantileAccuracy.Pinball(QuantileLevel.P90, actual, p90) / scales.Absolute);
    }

    public BacktestScores Result() => new(
        series.Count, mase.Value, maseMedian.Value, rmsse.Value, demand > 0 ? missed / demand : null,
        demand > 0 ? missedMedian / demand : null,
        demand > 0 ? over / demand : null, pinball[0].Value, pinball[1].Value, pinball[2].Value, days > 0 ? (double)inside / days : null,
        naiveMase.Value, naiveRmsse.Value);

    private sealed class Mean
    {
        private double sum;
        private int count;

        public double? Value => count > 0 ? sum / count : null;

        public void Add(double? value)
        {
            if (value is not { } v)
                return;
            sum += v;
            count++;
        }
    }
}

using Forecast.Domain.Forecasts;

namespace Forecast.Training.Evaluation;

/// <summary>Adds up what <see cref="LevelScores"/> states of one level.</summary>
internal sealed class LevelSums
{
    private readonly HashSet<int> groups = [];
    private double missed, over, demand, loss10, loss90;
    private int days, below, above;

    /// <summary>One group's path after one origin; NaN in <paramref name="actual"/> does not count.</summary>
    public void Add(int group, ReadOnlySpan<float> actual, ReadOnlySpan<float> mean, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        groups.Add(group);
        for (int h = 0; h < actual.Length; h++)
        {
            double a = actual[h];
            if (double.IsNaN(a) || (mean[h] == 0 && a == 0))
                continue;
            days++;
            below += a < lower[h] ? 1 : 0;
            above += a > upper[h] ? 1 : 0;
            missed += Math.Abs(a - mean[h]);
            over += mean[h] - a;
            demand += Math.Abs(a);
            loss10 += QuantileAccuracy.Pinball(QuantileLevel.P10, actual.Slice(h, 1), lower.Slice(h, 1))!.Value;
            loss90 += QuantileAccuracy.Pinball(QuantileLevel.P90, actual.Slice(h, 1), upper.Slice(h, 1))!.Value;
        }
    }

    public LevelScores Result() => new(
        groups.Count, days, Share(days - below - above, days), Share(below, days), Share(above, days), Share(missed, demand),
        Share(over, demand),
        Share(loss10, demand), Share(loss90, demand));

    private static double? Share(double part, double whole) => whole > 0 ? part / whole : null;
}

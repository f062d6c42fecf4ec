using System.Numerics;
using BenchmarkDotNet.Attributes;
using Forecast.Training.Models;
using Forecast.Training.Numerics;

namespace Forecast.Bench;

/// <summary>One smoothing pass over a block of series and 1,941 days, in lanes against one series after the other.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Days = 1941, Season = 7;

    private readonly Vector<float>[] values = new Vector<float>[Days];
    private readonly Vector<float>[] state = new Vector<float>[Season * 8 + 16];
    private readonly Vector<float>[] losses = new Vector<float>[64];
    private readonly SearchDays recent = new(Season);
    private readonly float[][] rows = new float[Lanes.Count][];
    private readonly BlockStart start = new(Season);
    private readonly LocalModel seasonal = LocalModels.Named("seasonal-smoothing");
    private readonly LocalModel theta = LocalModels.Named("theta");
    private readonly LocalModel tsb = LocalModels.Named("tsb");

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (int lane = 0; lane < rows.Length; lane++)
            rows[lane] = [.. Enumerable.Range(0, Days).Select(t => (float)random.Next(5 + t % Season * 3))];
        Lanes.Load(rows.SelectMany(r => r).ToArray(), rows.Length, Days, values, float.NaN);
        start.Compute(values, 0);
        recent.Use(values, 0);
    }

    /// <summary>The additive season as a textbook writes it, for as many series as a block holds.</summary>
    [Benchmark(Baseline = true)]
    public float ScalarSeasonalSmoothing()
    {
        float sum = 0;
        Span<float> season = stackalloc float[Season];
        for (int lane = 0; lane < rows.Length; lane++)
        {
            season.Clear();
            float level = rows[lane][0];
            for (int t = 0, phase = 0; t < Days; t++, phase = phase + 1 == Season ? 0 : phase + 1)
            {
                float y = rows[lane][t];
                if (float.IsNaN(y))
                    continue;
                float error = y - level - season[phase];
                level += 0.1f * error;
                season[phase] += 0.05f * error;
            }

            sum += level;
        }

        return sum;
    }

    [Benchmark]
    public void SeasonalSmoothing() => Run(seasonal);

    [Benchmark]
    public void Theta() => Run(theta);

    [Benchmark]
    public void Tsb() => Run(tsb);

    /// <summary>All thirty candidates of the additive season: what one block's parameter search costs.</summary>
    [Benchmark]
    public void SeasonalSmoothingSearch() => seasonal.Search(recent, losses);

    private void Run(LocalModel model)
    {
        var mine = State(model);
        model.Start(start, mine);
        model.Run(values, new LaneParameters(model.Candidates[0]), 0, Season, [], 1, mine, []);
    }

    private Span<Vector<float>> State(LocalModel model) => state.AsSpan(0, model.StateSize(Season));
}

using System.Numerics;
using Forecast.Training.Models;
using Forecast.Training.Numerics;

namespace Forecast.Tests.Training.Models;

/// <summary>Every kernel against its scalar form, on random series with gaps, in every lane.</summary>
public class FilterTests
{
    private const int Days = 300;
    private const float Alpha = 0.17f, Gamma = 0.06f, Phi = 0.97f;

    private readonly float[][] rows = [.. Enumerable.Range(0, Lanes.Count).Select(Random)];

    [Fact]
    public void SimpleSmoothing_AgreesWithTheScalarForm() =>
        Agrees<SimpleSmoothing>((y, start) => ScalarFilters.Simple(y, start.Level, Alpha));

    [Fact]
    public void SeasonalSmoothing_AgreesWithTheScalarForm() =>
        Agrees<SeasonalSmoothing>((y, start) => ScalarFilters.Additive(y, start.Level, start.Difference, Alpha, Gamma));

    [Fact]
    public void MultiplicativeSmoothing_AgreesWithTheScalarForm() =>
        Agrees<MultiplicativeSmoothing>((y, start) => ScalarFilters.Multiplicative(y, start.Level, start.Ratio, Alpha, Gamma));

    [Fact]
    public void ProfiledSmoothing_AgreesWithTheScalarForm() =>
        Agrees<ProfiledSmoothing>((y, start) => ScalarFilters.Profiled(y, start.Level, start.Profile, Alpha, 0, 0, Gamma));

    [Fact]
    public void DampedTrend_AgreesWithTheScalarForm() =>
        Agrees<DampedTrend>((y, start) => ScalarFilters.Profiled(y, start.Level, start.Profile, Alpha, Gamma, Phi, 0.04));

    [Fact]
    public void Croston_AgreesWithTheScalarForm() => Agrees<Croston<Uncorrected>>(
        (y, start) => ScalarFilters.Croston(y, start.Size, 1 / Math.Max(start.Share, 1e-3), Alpha, 1));

    [Fact]
    public void SyntetosBoylan_IsCrostonLessHalfAlpha() => Agrees<Croston<Corrected>>(
        (y, start) => ScalarFilters.Croston(y, start.Size, 1 / Math.Max(start.Share, 1e-3), Alpha, 1 - Alpha / 2));

    [Fact]
    public void Tsb_WithoutWeekdays_AgreesWithTheScalarForm()
    {
        // A flat profile that cannot learn leaves probability × size.
        var state = new Vector<float>[IntermittentSmoothing.StateSize(7)];
        state[0] = new Vector<float>(0.4f);
        state[1] = new Vector<float>(3);
        var p = new LaneParameters(new Smoothing(Alpha, Gamma));
        var expected = ScalarFilters.Tsb(rows[0], 0.4, 3, Alpha, Gamma);
        for (int t = 0; t < Days; t++)
        {
            state.AsSpan(2).Clear();
            Assert.Equal(expected[t], IntermittentSmoothing.Predict(state, p, 1, t % 7)[0], 1e-4);
            IntermittentSmoothing.Step(state, p, new Vector<float>(rows[0][t]), t % 7);
        }
    }

    [Fact]
    public void HandComputedCroston_IsReproduced()
    {
        // Size 4, interval 2, α = 0.5; days 0, 6: size 5, interval (2 + 2) ÷ 2 = 2, so 2.5 a day.
        var state = new Vector<float>[] { new(4), new(2), new(1) };
        var p = new LaneParameters(new Smoothing(0.5f));
        Croston<Uncorrected>.Step(state, p, Vector<float>.Zero, 0);
        Croston<Uncorrected>.Step(state, p, new Vector<float>(6), 1);
        Assert.Equal(2.5f, Croston<Uncorrected>.Predict(state, p, 1, 2)[0], 5);
        Assert.Equal(2.5f * 0.75f, Croston<Corrected>.Predict(state, p, 1, 2)[0], 5);
    }

    [Fact]
    public void ThetaOnAStraightLine_ContinuesHalfTheSlopeFromTheLaggingLevel()
    {
        // y = t, α = 0.5: the level lags to t − (1 − α)/α = t − 1; slope 1: (t − 1) + ½ (h − 1 + 2) = t + ½ (h − 1).
        var state = new Vector<float>[Theta.StateSize(7)];
        var p = new LaneParameters(new Smoothing(0.5f));
        for (int t = 0; t < 200; t++)
        {
            state.AsSpan(6).Clear();
            Theta.Step(state, p, new Vector<float>(t), t % 7);
        }

        state.AsSpan(6).Clear();
        Assert.Equal(199, Theta.Predict(state, p, 1, 0)[0], 0.01f);
        Assert.Equal(202, Theta.Predict(state, p, 7, 0)[0], 0.01f);
    }

    [Fact]
    public void SeasonalWindow_IsTheMeanOfTheLastFourSameWeekdays()
    {
        var state = new Vector<float>[SeasonalWindow<FourSeasons>.StateSize(7)];
        var p = new LaneParameters(new Smoothing(1));
        foreach (float y in (float[])[1, 2, 3, float.NaN, 4, 10])
            SeasonalWindow<FourSeasons>.Step(state, p, new Vector<float>(y), 3);
        Assert.Equal((2 + 3 + 4 + 10) / 4f, SeasonalWindow<FourSeasons>.Predict(state, p, 1, 3)[0]);
    }

    [Fact]
    public void StoppedAndContinued_IsTheSameAsAtOnce()
    {
        var values = Block(rows);
        foreach (var (model, _) in LocalModels.Select(["local"], adjusted: false))
        {
            var start = new BlockStart(7);
            start.Compute(values, 0);
            Vector<float>[] once = new Vector<float>[model.StateSize(7)], continued = new Vector<float>[model.StateSize(7)];
            var p = new LaneParameters(model.Candidates[0]);
            model.Start(start, once);
            model.Start(start, continued);
            model.Run(values, p, 0, 7, [], 1, once, []);
            model.Run(values.AsSpan(0, 123), p, 0, 7, [], 1, continued, []);
            model.Run(values.AsSpan(123), p, 123, 7, [], 1, continued, []);
            Assert.Equal(once, continued);
        }
    }

    [Fact]
    public void SearchAndRun_AllocateNothing()
    {
        var values = Block(rows);
        var start = new BlockStart(7);
        start.Compute(values, 0);
        foreach (var (model, _) in LocalModels.Select(["local"], adjusted: false))
        {
            var state = new Vector<float>[model.StateSize(7)];
            Vector<float>[] losses = new Vector<float>[model.Candidates.Length], backtest = new Vector<float>[2 * 14];
            int[] origins = [200, 250];
            Measure(); // the first call may compile
            long before = GC.GetAllocatedBytesForCurrentThread();
            Measure();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Measure()
            {
                var p = new LaneParameters(model.Candidates[0]);
                start.Compute(values, 0);
                model.Search(values, start, 0, 28, state, losses);
                model.Start(start, state);
                model.Run(values, p, 0, 7, origins, 14, state, backtest);
            }
        }
    }

    [Fact]
    public void UnknownLanes_StayAtTheirStart()
    {
        var values = new Vector<float>[100];
        values.AsSpan().Fill(new Vector<float>(float.NaN));
        var start = new BlockStart(7);
        start.Compute(values, 0);
        foreach (var (model, _) in LocalModels.Select(["local"], adjusted: false))
        {
            var state = new Vector<float>[model.StateSize(7)];
            var path = new Vector<float>[14];
            var p = new LaneParameters(model.Candidates[0]);
            model.Start(start, state);
            model.Run(values, p, 0, 7, [], 1, state, []);
            model.Predict(state, p, 0, 7, path);
            Assert.All(path, v => Assert.Equal(Vector<float>.Zero, v));
        }
    }

    private void Agrees<TFilter>(Func<float[], StartValues, double[]> scalar)
        where TFilter : struct, IFilter
    {
        var values = Block(rows);
        var start = new BlockStart(7);
        start.Compute(values, 0);
        var state = new Vector<float>[TFilter.StateSize(7)];
        TFilter.Start(start, state);
        var p = new LaneParameters(new Smoothing(Alpha, Gamma, Phi));
        var expected = Enumerable.Range(0, Lanes.Count).Select(lane => scalar(rows[lane], StartValues.Of(start, lane))).ToArray();
        for (int t = 0; t <= Days; t++)
        {
            var forecast = TFilter.Predict(state, p, 1, t % 7);
            for (int lane = 0; lane < Lanes.Count; lane++)
                Assert.True(Math.Abs(expected[lane][t] - forecast[lane]) <= 1e-4 * Math.Max(1, Math.Abs(expected[lane][t])), $"day {t}, lane {lane}: {expected[lane][t]} and {forecast[lane]}");
            if (t < Days)
                TFilter.Step(state, p, values[t], t % 7);
        }
    }

    private static float[] Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Days).Select(t =>
            random.NextDouble() < 0.05 ? float.NaN : (float)Math.Round((t % 7 + 2) * random.NextDouble() * (random.NextDouble() < 0.3 ? 0 : 3)))];
    }

    private static Vector<float>[] Block(float[][] rows)
    {
        var block = new Vector<float>[Days];
        Lanes.Load(rows.SelectMany(r => r).ToArray(), rows.Length, Days, block, float.NaN);
        return block;
    }

    private sealed record StartValues(double Level, double Size, double Share, double[] Difference, double[] Ratio, double[] Profile)
    {
        public static StartValues Of(BlockStart start, int lane) => new(
            start.Level[lane], start.Size[lane], start.Share[lane], [.. start.Difference.Select(d => (double)d[lane])],
            [.. start.Ratio.Select(r => (double)r[lane])], [.. start.Ratio.Select(r => (double)(start.Level[lane] * r[lane]))]);
    }
}

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
        var tsb = new LocalModel<IntermittentSmoothing>();
        var state = new Vector<float>[tsb.StateSize(7)];
        state[0] = new Vector<float>(0.4f);
        state[1] = new Vector<float>(3);
        var p = new LaneParameters(new Smoothing(Alpha, Gamma));
        var expected = ScalarFilters.Tsb(rows[0], 0.4, 3, Alpha, Gamma);
        for (int t = 0; t < Days; t++)
        {
            state.AsSpan(2).Clear();
            Assert.Equal(expected[t], Ahead(tsb, state, p, t % 7), 1e-4);
            Learn(tsb, state, p, rows[0][t], t % 7);
        }
    }

    [Fact]
    public void HandComputedCroston_IsReproduced()
    {
        // Size 4, interval 2, α = 0.5; days 0, 6: size 5, interval (2 + 2) ÷ 2 = 2, so 2.5 a day.
        var state = new Vector<float>[] { new(4), new(2), new(1) };
        var p = new LaneParameters(new Smoothing(0.5f));
        var croston = new LocalModel<Croston<Uncorrected>>();
        croston.Run([Vector<float>.Zero, new Vector<float>(6)], p, 0, 7, [], 1, state, []);
        Assert.Equal(2.5f, Ahead(croston, state, p, 2), 5);
        Assert.Equal(2.5f * 0.75f, Ahead(new LocalModel<Croston<Corrected>>(), state, p, 2), 5);
    }

    [Fact]
    public void ThetaOnAStraightLine_ContinuesHalfTheSlopeFromTheLaggingLevel()
    {
        // y = t, α = 0.5: the level lags to t − (1 − α)/α = t − 1; slope 1: (t − 1) + ½ (h − 1 + 2) = t + ½ (h − 1).
        var theta = new LocalModel<Theta>();
        var state = new Vector<float>[theta.StateSize(7)];
        var p = new LaneParameters(new Smoothing(0.5f));
        for (int t = 0; t < 200; t++)
        {
            state.AsSpan(6).Clear();
            Learn(theta, state, p, t, t % 7);
        }

        state.AsSpan(6).Clear();
        var path = new Vector<float>[7];
        theta.Predict(state, p, 0, 7, path);
        Assert.Equal(199, path[0][0], 0.01f);
        Assert.Equal(202, path[6][0], 0.01f);
    }

    [Fact]
    public void SeasonalWindow_IsTheMeanOfTheLastFourSameWeekdays()
    {
        var window = new LocalModel<SeasonalWindow<FourSeasons>>();
        var state = new Vector<float>[window.StateSize(7)];
        var p = new LaneParameters(new Smoothing(1));
        foreach (float y in (float[])[1, 2, 3, float.NaN, 4, 10])
            Learn(window, state, p, y, 3);
        Assert.Equal((2 + 3 + 4 + 10) / 4f, Ahead(window, state, p, 3));
    }

    [Fact]
    public void Search_SumsTheSquaredOneStepErrorsOfEveryCandidate()
    {
        var values = Block([.. rows.Select(r => r.Select(y => y + 100).ToArray())]); // far from zero, where paths are cut
        var recent = new SearchDays(7);
        recent.Use(values, 3);
        foreach (var (model, _) in LocalModels.Select(["local"], adjusted: false))
        {
            var losses = new Vector<float>[model.Candidates.Length];
            model.Search(recent, losses);
            for (int c = 0; c < losses.Length; c++)
            {
                var expected = Loss(model, new LaneParameters(model.Candidates[c]), values, recent);
                for (int lane = 0; lane < Lanes.Count; lane++)
                    Assert.Equal(1, losses[c][lane] / expected[lane], 2e-4);
            }
        }
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
        var recent = new SearchDays(7);
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
                recent.Use(values, 0);
                model.Search(recent, losses);
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
        where TFilter : unmanaged, IFilter
    {
        var values = Block(rows);
        var start = new BlockStart(7);
        start.Compute(values, 0);
        var model = new LocalModel<TFilter>();
        var state = new Vector<float>[model.StateSize(7)];
        model.Start(start, state);
        var p = new LaneParameters(new Smoothing(Alpha, Gamma, Phi));
        var expected = Enumerable.Range(0, Lanes.Count).Select(lane => scalar(rows[lane], StartValues.Of(start, lane))).ToArray();
        var path = new Vector<float>[1];
        for (int t = 0; t <= Days; t++)
        {
            model.Predict(state, p, t % 7, 7, path);
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                double forecast = Math.Max(0, expected[lane][t]);
                Assert.True(Math.Abs(forecast - path[0][lane]) <= 1e-4 * Math.Max(1, forecast),
                    $"day {t}, lane {lane}: {forecast} and {path[0][lane]}");
            }

            if (t < Days)
                model.Run(values.AsSpan(t, 1), p, t, 7, [], 1, state, []);
        }
    }

    /// <summary>What the search must find, one day after the other.</summary>
    private static Vector<float> Loss(LocalModel model, in LaneParameters p, Vector<float>[] values, SearchDays recent)
    {
        Vector<float>[] state = new Vector<float>[model.StateSize(7)], path = new Vector<float>[1];
        model.Start(recent.Start, state);
        var loss = Vector<float>.Zero;
        for (int t = 0; t < values.Length; t++)
        {
            model.Predict(state, p, (recent.Phase + t) % 7, 7, path);
            var error = Lanes.Where(Lanes.Known(values[t]), values[t] - path[0]);
            loss += t >= recent.ScoredFrom ? error * error : Vector<float>.Zero;
            model.Run(values.AsSpan(t, 1), p, recent.Phase + t, 7, [], 1, state, []);
        }

        return loss;
    }

    private static void Learn(LocalModel model, Vector<float>[] state, in LaneParameters p, float value, int phase) =>
        model.Run([new Vector<float>(value)], p, phase, 7, [], 1, state, []);

    private static float Ahead(LocalModel model, Vector<float>[] state, in LaneParameters p, int phase)
    {
        var path = new Vector<float>[1];
        model.Predict(state, p, phase, 7, path);
        return path[0][0];
    }

    private static float[] Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Days).Select(t =>
            random.NextDouble() < 0.05 ? float.NaN
                : (float)Math.Round((t % 7 + 2) * random.NextDouble() * (random.NextDouble() < 0.3 ? 0 : 3)))];
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

using Forecast.Tests.Training.Boosting;
using Forecast.Tests.Training.Boosting.Global;
using Forecast.Training.Boosting;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;

namespace Forecast.Tests.Training.Challengers;

/// <summary>Microsoft.ML learning from the rows of our trees: real fits.</summary>
public class MlLearnerTests
{
    private static readonly BoostingOptions Options =
        new() { Loss = BoostingLoss.Tweedie(1.1), Rounds = 60, Leaves = 8, LearningRate = 0.15, MinLeafWeight = 5 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void KnownShape_IsLearnedAsWellAsByOurTrees(string name)
    {
        var rows = Grow.Rows(4000, 3, Shape, weight: _ => 1);
        double variance = Squares(rows.Target, rows.Target.Select(_ => rows.Target.Average()).ToArray());
        double ours = Squares(rows.Target, Predicted(new TreeLearner("ours").Fit(rows, Options, 1, Ct), rows));
        double theirs = Squares(rows.Target, Predicted(KnownChallengers.Named(name).Fit(rows, Options, 1, Ct), rows));

        Assert.True(ours < 0.05 * variance, $"Our trees leave {ours / variance:P1} unexplained.");
        Assert.True(theirs < 0.05 * variance, $"{name} leaves {theirs / variance:P1} unexplained.");
    }

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void Weights_Count(string name)
    {
        float[] values = [.. Enumerable.Range(0, 2000).Select(r => (float)(r / 2 % 2))]; // says nothing of the target
        var features = BoostingFeatures.From(["noise"], values);
        float[] target = [.. Enumerable.Range(0, 2000).Select(r => r % 2 == 0 ? 1f : 3f)];
        float[] weight = [.. Enumerable.Range(0, 2000).Select(r => r % 2 == 0 ? 3f : 1f)];
        var options = new BoostingOptions
        {
            Loss = Options.Loss,
            Rounds = 200,
            Leaves = 2,
            LearningRate = 0.2,
            MinLeafWeight = 1,
            RowSample = 1,
            ColumnSample = 1,
        };

        var rows = BoostingRows.From(features, values, target, weight);
        float predicted = Predicted(KnownChallengers.Named(name).Fit(rows, options, 1, Ct), rows)[0];

        Assert.Equal(1.5, predicted, 0.1); // (3 × 1 + 1 × 3) ÷ 4; unweighted it would be 2
    }

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void SameRows_GiveTheSameModelWhateverTheThreads(string name)
    {
        var panel = GlobalPanels.Demand();
        var first = Mean(threads: 1);
        Assert.Equal(first, Mean(threads: 1));
        Assert.Equal(first, Mean(threads: 3));

        float[] Mean(int threads)
        {
            var learner = new GlobalLearner(
                new EngineOptions { Horizon = GlobalPanels.Horizon, GlobalRounds = 20, Threads = threads }, panel.Series.Count);
            learner.Add(panel, Ct);
            return learner.Learn(KnownChallengers.Named(name), forecasts: true, int.MaxValue, Ct)!
                .Predict(panel, panel.Days - 1, GlobalPanels.Horizon, threads, Ct);
        }
    }

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void Panel_IsForecastNearItsMean(string name)
    {
        var panel = GlobalPanels.Demand();
        var learner = new GlobalLearner(new EngineOptions { Horizon = GlobalPanels.Horizon, GlobalRounds = 100 }, panel.Series.Count);
        learner.Add(panel, Ct);

        var mean = learner.Learn(KnownChallengers.Named(name), forecasts: true, int.MaxValue, Ct)!
            .Predict(panel, panel.Days - 1, GlobalPanels.Horizon, 1, Ct);

        double missed = 0, all = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            int s = i / GlobalPanels.Horizon, day = panel.Days + (i % GlobalPanels.Horizon);
            bool promoted = panel.Promotion![(s * (panel.Days + panel.Horizon)) + day] > 0;
            double expected = GlobalPanels.Expected(s, panel.FirstDay.AddDays(day).DayOfWeek, promoted);
            missed += Math.Abs(mean[i] - expected);
            all += expected;
        }

        Assert.True(missed < 0.2 * all, $"{name} misses by {missed / all:P1}.");
    }

    [Theory]
    [InlineData("ml-lightgbm")]
    [InlineData("ml-fasttree")]
    public void Mean_IsNeverAboveWhatWasEverSold(string name)
    {
        // One row in five hundred sells, and much; a high rate and small leaves let the loss run away.
        var random = new Random(1);
        var rows = Grow.Rows(4000, 3, _ => random.Next(500) == 0 ? 100 : 0, weight: _ => 1);
        var options = new BoostingOptions
        {
            Loss = Options.Loss,
            Rounds = 200,
            Leaves = 31,
            LearningRate = 0.3,
            MinLeafWeight = 1,
        };

        Assert.All(Predicted(KnownChallengers.Named(name).Fit(rows, options, 1, Ct), rows), mean => Assert.True(mean <= 100));
    }

    [Fact]
    public void ChallengersModel_CannotBeStored()
    {
        var panel = GlobalPanels.Demand();
        var learner = new GlobalLearner(new EngineOptions { Horizon = GlobalPanels.Horizon, GlobalRounds = 10 }, panel.Series.Count);
        learner.Add(panel, Ct);
        var model = learner.Learn(new FastTreeLearner(), forecasts: true, 1000, Ct)!;

        Assert.Throws<InvalidOperationException>(() => model.Write(new MemoryStream()));
    }

    [Fact]
    public void MissingLibrary_IsASentence()
    {
        var lack = NativeParts.Lack("ml-lightgbm", "no_such_library", typeof(MlLearnerTests).Assembly);
        Assert.StartsWith("ml-lightgbm cannot learn on this machine: its native library no_such_library could not be loaded", lack,
            StringComparison.Ordinal);
        Assert.EndsWith(".", lack, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingOpenMp_NamesThePackageToInstall() =>
        Assert.EndsWith(
            "it needs libgomp.so.1; on Debian and Ubuntu install the package libgomp1.",
            NativeParts.Sentence(
                "ml-lightgbm", "lib_lightgbm",
                "Unable to load shared library. libgomp.so.1: cannot open shared object file: No such file or directory"),
            StringComparison.Ordinal);

    /// <summary>A step, a slope and nothing.</summary>
    private static float Shape(float[] row) => 1 + (row[0] > 0.5f ? 2 : 0) + row[1];

    private static float[] Predicted(IRowModel model, BoostingRows rows)
    {
        using var team = new WorkerTeam(1);
        var predicted = new float[rows.Rows];
        model.Predict(rows.Binned.Transposed(team), predicted);
        return predicted;
    }

    private static double Squares(float[] actual, float[] predicted) => actual.Zip(predicted, (a, p) => (double)(a - p) * (a - p)).Sum();
}

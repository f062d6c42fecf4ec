using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class ExtendTests
{
    private const int Rows = 3000;

    private static readonly BoostingOptions Options =
        new() { Rounds = 60, LearningRate = 0.1, Leaves = 8, MinLeafWeight = 5, ColumnSample = 1 };

    private static readonly float[] Values = Uniform(2 * Rows);

    private static readonly BoostingFeatures Features = BoostingFeatures.From(["a", "b"], Values);

    private static readonly BoostedTrees Before = Grow.Trees(Target(0), Options);

    [Fact]
    public void FurtherTrees_LearnWhatLaterRowsSayAnew()
    {
        var extended = Before.Extend(Target(shift: 2), Options, 40, 1, TestContext.Current.CancellationToken);

        // 40 steps of a tenth leave 0.9⁴⁰ = 1.5 % of the shift.
        Assert.Equal(Before.Count + 40, extended.Count);
        Assert.Equal(2, Moved(extended, shifted: true), 0.1);
        Assert.Equal(0, Moved(extended, shifted: false), 0.1);
    }

    [Fact]
    public void SameRowsAgain_AreExplainedBetter()
    {
        var rows = Target(0);

        var extended = Before.Extend(rows, Options, 60, 1, TestContext.Current.CancellationToken);

        Assert.InRange(Error(extended, rows), 0, 0.6 * Error(Before, rows));
    }

    [Fact]
    public void Threads_DoNotMatter()
    {
        var one = Before.Extend(Target(1), Options, 10, 1, TestContext.Current.CancellationToken);
        var three = Before.Extend(Target(1), Options, 10, 3, TestContext.Current.CancellationToken);

        Assert.Equal(Predict(one), Predict(three));
    }

    [Fact]
    public void RowsQuantisedOtherwise_AreRefused()
    {
        var others = Grow.Rows(100, 2, x => x[0]);

        var refusal = Assert.Throws<ArgumentException>(() => Before.Extend(others, Options, 1, 1, TestContext.Current.CancellationToken));

        Assert.Contains("quantised with other features", refusal.Message, StringComparison.Ordinal);
    }

    private static float[] Uniform(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
    }

    /// <summary>A function of both features, shifted where the second one is above a half.</summary>
    private static BoostingRows Target(float shift) => BoostingRows.From(
        Features, Values, Enumerable.Range(0, Rows).Select(r => MathF.Sin(5 * Values[2 * r]) + Values[2 * r + 1] + (Shifted(r) ? shift : 0))
            .ToArray());

    private static bool Shifted(int row) => Values[2 * row + 1] > 0.5f;

    private static double Moved(BoostedTrees extended, bool shifted) =>
        Predict(extended).Zip(Predict(Before), (after, before) => after - before).Where((_, row) => Shifted(row) == shifted).Average();

    private static float[] Predict(BoostedTrees trees)
    {
        var predictions = new float[Rows];
        trees.Predict(Values, predictions);
        return predictions;
    }

    private static double Error(BoostedTrees trees, BoostingRows rows) =>
        Predict(trees).Zip(rows.Target, (p, y) => Math.Pow(p - y, 2)).Average();
}

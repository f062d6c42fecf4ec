using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class BoostedTreesTests
{
    private static float[] Predict(BoostedTrees trees, params float[] values)
    {
        var predictions = new float[values.Length / trees.Features.Count];
        trees.Predict(values, predictions);
        return predictions;
    }

    private static BoostingOptions Exact(BoostingLoss? loss = null) =>
        new()
        {
            Loss = loss ?? BoostingLoss.Squared,
            Rounds = 1,
            LearningRate = 1,
            Leaves = 2,
            L2 = 0,
            MinLeafWeight = 1,
            RowSample = 1,
            ColumnSample = 1
        };

    [Fact]
    public void OneStump_PredictsTheMeansOfBothSides()
    {
        var features = BoostingFeatures.From(["x"], new float[] { 1, 2, 3, 4 });
        var rows = BoostingRows.From(features, new float[] { 1, 2, 3, 4 }, new float[] { 1, 3, 10, 20 });

        var trees = Grow.Trees(rows, Exact());

        // Best cut of {1, 3, 10, 20}: {1, 3, 10} | {20} leaves squares of 44.67, {1, 3} | {10, 20} 52, {1} | rest 146.
        float[] expected = [14f / 3, 14f / 3, 14f / 3, 20];
        Assert.All(expected.Zip(Predict(trees, 1, 2, 3, 4)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Weights_MoveTheMeans()
    {
        var features = BoostingFeatures.From(["x"], new float[] { 1, 1, 2, 2 });
        var rows = BoostingRows.From(features, new float[] { 1, 1, 2, 2 }, new float[] { 0, 4, 10, 20 }, new float[] { 3, 1, 1, 1 });

        var predictions = Predict(Grow.Trees(rows, Exact()), 1, 2);

        Assert.Equal(1, predictions[0], 1e-5f);
        Assert.Equal(15, predictions[1], 1e-5f);
    }

    [Fact]
    public void KnownFunction_IsLearned()
    {
        static float Function(float[] x) => (MathF.Sin(6 * x[0]) * x[1]) + (x[2] > 0.6f ? 1 : 0);
        var train = Grow.Rows(20_000, 5, Function);

        var trees = Grow.Trees(
            train, new BoostingOptions { LearningRate = 0.1, MinLeafWeight = 5, RowSample = 0.8, ColumnSample = 0.8 }, threads: 2);

        var random = new Random(99);
        double squares = 0;
        for (int i = 0; i < 500; i++)
        {
            float[] x = [(float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble(), 0.5f, 0.5f];
            squares += Math.Pow(Predict(trees, x)[0] - Function(x), 2);
        }

        Assert.InRange(Math.Sqrt(squares / 500), 0, 0.06); // the function's own deviation is some 0.65
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyNumberOfThreads_GivesTheSameBytes(int lossCode)
    {
        var loss = BoostingLoss.FromCode((byte)lossCode, lossCode == 4 ? 0.9f : 1.3f);
        var train = Grow.Rows(
            30_000, 11, x => 10 * x[0] * x[1] * (x[3] < 5 ? 1 : 0.2f), categorical: new HashSet<int> { 3 }, weight: r => 1 + (r % 3));
        var options = new BoostingOptions { Loss = loss, Rounds = 12 };

        var stored = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var stream = new MemoryStream();
            Grow.Trees(train, options, threads: threads).Write(stream);
            return stream.ToArray();
        }).ToArray();

        Assert.Equal(stored[0], stored[1]);
        Assert.Equal(stored[0], stored[2]);
    }

    [Fact]
    public void OtherSeed_GivesOtherTrees()
    {
        var train = Grow.Rows(2000, 4, x => x[0] + x[1]);

        var a = Grow.Trees(train, new BoostingOptions { Rounds = 5, Seed = 1 });
        var b = Grow.Trees(train, new BoostingOptions { Rounds = 5, Seed = 2 });

        Assert.NotEqual(Predict(a, .1f, .2f, .3f, .4f), Predict(b, .1f, .2f, .3f, .4f));
    }

    [Fact]
    public void Poisson_PredictsRatesOfBothGroups()
    {
        var train = Grow.Rows(20_000, 1, x => x[0] < 0.5f ? (x[0] < 0.25f ? 0 : 2) : 8);

        var trees = Grow.Trees(
            train, new BoostingOptions { Loss = BoostingLoss.Poisson, Rounds = 200, LearningRate = 0.1, MinLeafWeight = 1 });

        var predictions = Predict(trees, 0.1f, 0.4f, 0.9f);
        Assert.InRange(predictions[0], 0, 0.05f);
        Assert.Equal(2, predictions[1], 0.1f);
        Assert.Equal(8, predictions[2], 0.1f);
    }

    [Fact]
    public void Tweedie_PredictsMeansOfSparseDemand()
    {
        var random = new Random(1);
        var train = Grow.Rows(40_000, 1, x => random.NextDouble() < 0.3 ? (x[0] < 0.5f ? 10 : 20) : 0);

        var trees = Grow.Trees(
            train, new BoostingOptions
            {
                Loss = BoostingLoss.Tweedie(1.3),
                Rounds = 100,
                LearningRate = 0.1,
                Leaves = 2,
                RowSample = 1,
                ColumnSample = 1
            });

        var predictions = Predict(trees, 0.2f, 0.8f);
        Assert.Equal(3, predictions[0], 0.25f);
        Assert.Equal(6, predictions[1], 0.5f);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Quantile_LeavesItsShareBelow(double level)
    {
        var random = new Random(1);
        var train = Grow.Rows(20_000, 2, x => x[0] * (float)random.NextDouble());

        var trees = Grow.Trees(
            train, new BoostingOptions { Loss = BoostingLoss.Quantile(level), Rounds = 150, LearningRate = 0.1, Leaves = 8 }, threads: 2);

        foreach (float x in new[] { 0.3f, 0.9f })
            Assert.Equal(level * x, Predict(trees, x, 0.5f)[0], 0.1 * x); // uniform on 0 … x
    }

    [Fact]
    public void Validation_KeepsTheBestNumberOfTrees()
    {
        var random = new Random(4);
        var train = Grow.Rows(500, 3, x => (float)random.NextDouble());
        var other = Grow.Rows(500, 3, x => (float)random.NextDouble(), seed: 6);
        var validation = new BoostingRows(train.Features, 500);
        validation.Set(0, Enumerable.Range(0, 1500).Select(_ => (float)random.NextDouble()).ToArray(), other.Target);

        var trees = Grow.Trees(train, new BoostingOptions { Rounds = 200, Patience = 10, MinLeafWeight = 5 }, validation);

        Assert.InRange(trees.Count, 0, 40); // nothing but noise: every tree makes it worse sooner or later
    }

    [Fact]
    public void Categories_AreToldApart()
    {
        // Odd codes sell double: no threshold on the code says so.
        var train = Grow.Rows(20_000, 2, x => ((int)x[0] % 2) + 1, categorical: new HashSet<int> { 0 });

        var trees = Grow.Trees(train, new BoostingOptions { Rounds = 60, LearningRate = 0.2, Leaves = 2, ColumnSample = 1 });

        var predictions = Predict(trees, 6, 0.5f, 7, 0.5f, 1234, 0.5f);
        Assert.Equal(1, predictions[0], 0.01f);
        Assert.Equal(2, predictions[1], 0.01f);
        Assert.InRange(predictions[2], 0.9f, 2.1f); // never seen: finite and within what was seen
    }

    [Fact]
    public void Monotone_HoldsEverywhere()
    {
        var random = new Random(2);
        var train = Grow.Rows(5000, 2, x => (-x[0]) + (0.8f * MathF.Sin(12 * x[0])) + (x[1] * (float)random.NextDouble()));

        var trees = Grow.Trees(train, new BoostingOptions { Rounds = 100, MinLeafWeight = 5, Monotone = [-1, 0] });

        foreach (float other in new[] { 0.1f, 0.5f, 0.9f })
        {
            var path = Predict(trees, [.. Enumerable.Range(0, 201).SelectMany(i => new[] { i / 200f, other })]);
            Assert.All(path.Zip(path.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-6f));
        }
    }

    [Fact]
    public void Batch_PredictsEachRowAsAlone()
    {
        var trees = Grow.Trees(Grow.Rows(5000, 7, x => x[0] * x[1]), new BoostingOptions { Rounds = 20 });
        var random = new Random(8);
        var values = Enumerable.Range(0, 7 * 1003).Select(_ => random.Next(5) == 0 ? float.NaN : (float)random.NextDouble()).ToArray();

        var batch = new float[1003];
        trees.Predict(values, batch, threads: 2);

        Assert.All(Enumerable.Range(0, 1003), r => Assert.Equal(Predict(trees, values[(r * 7)..((r + 1) * 7)])[0], batch[r]));
    }

    [Fact]
    public void NegativeTarget_IsRejectedWhereItHasNoMeaning()
    {
        var train = Grow.Rows(10, 1, x => -1);

        var error = Assert.Throws<ArgumentException>(() => Grow.Trees(train, new BoostingOptions { Loss = BoostingLoss.Poisson }));

        Assert.Contains("row 0", error.Message, StringComparison.Ordinal);
    }
}

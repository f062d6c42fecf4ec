using Forecast.Training.Boosting;
using FsCheck;
using FsCheck.Fluent;

namespace Forecast.Tests.Training.Boosting;

public class BoostedTreesDegenerateTests
{
    [Fact]
    public void AnyInput_GivesFinitePredictions()
    {
        var value = Gen.Frequency(
            (4, Gen.Choose(-50, 50).Select(v => v / 10f)), (1, Gen.Elements(0f, float.NaN, 1e9f, -1e9f, float.PositiveInfinity)));
        var target = Gen.Frequency((5, Gen.Choose(0, 20).Select(v => (float)v)), (1, Gen.Elements(0f, 1e9f)));
        var sizes = from rows in Gen.Elements(1, 2, 3, 17, 300) from features in Gen.Choose(1, 6) select (rows, features);
        var cases = from size in sizes
                    from values in value.ArrayOf(size.rows * size.features)
                    from targets in target.ArrayOf(size.rows)
                    from loss in Gen.Elements(
                        BoostingLoss.Squared, BoostingLoss.Poisson, BoostingLoss.Tweedie(1.1), BoostingLoss.Quantile(0.9))
                    select (size.features, values, targets, loss);

        Prop.ForAll(cases.ToArbitrary(), c => Predictions(c.features, c.values, c.targets, c.loss).All(float.IsFinite))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(7UL, 9UL));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(3f)]
    public void FeatureWithoutInformation_PredictsTheMean(float value)
    {
        var values = Enumerable.Repeat(value, 8).ToArray();

        Assert.All(Predictions(1, values, [1, 2, 3, 4, 5, 6, 7, 8], BoostingLoss.Squared), p => Assert.Equal(4.5f, p, 1e-5f));
    }

    [Fact]
    public void OneRow_PredictsItself() => Assert.Equal([7f], Predictions(2, [1, 2], [7], BoostingLoss.Squared));

    [Fact]
    public void AllZeros_PredictsAsGoodAsZero() =>
        Assert.All(Predictions(1, [1, 2, 3], [0, 0, 0], BoostingLoss.Tweedie(1.1)), p => Assert.InRange(p, 0, 1e-4f));

    [Fact]
    public void NoRows_IsAClearError() =>
        Assert.Contains(
            "no rows", Assert.Throws<ArgumentException>(() => Predictions(1, [], [], BoostingLoss.Squared)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void TargetThatIsNotFinite_NamesItsRow() =>
        Assert.Contains(
            "row 1", Assert.Throws<ArgumentException>(() => Predictions(1, [1, 2], [1, float.NaN], BoostingLoss.Squared)).Message,
            StringComparison.Ordinal);

    private static float[] Predictions(int features, float[] values, float[] targets, BoostingLoss loss)
    {
        var made = BoostingFeatures.From([.. Enumerable.Range(0, features).Select(f => $"f{f}")], values);
        var trees = Grow.Trees(
            BoostingRows.From(made, values, targets), new BoostingOptions { Loss = loss, Rounds = 30, MinLeafWeight = 0, Leaves = 8 });
        var predictions = new float[targets.Length];
        trees.Predict(values, predictions);
        return predictions;
    }
}

using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class LossTests
{
    public static TheoryData<int, float> Smooth => new() { { 1, 0 }, { 2, 0 }, { 3, 1.1f }, { 3, 1.6f } };

    [Theory, MemberData(nameof(Smooth))]
    public void Derivatives_AgreeWithDifferencesOfTheLoss(int code, float parameter)
    {
        var loss = BoostingLoss.FromCode((byte)code, parameter);
        float[] scores = [-1.5f, -0.3f, 0, 0.4f, 1.2f, 2, 0.1f, -0.7f, 0.9f, 1.1f, 0.2f, 0.3f, 0.5f, 0.6f, 0.7f, 0.8f, 1.3f];
        float[] target = [0, 1, 0, 2, 3, 9, 0, 0, 5, 1, 0, 2, 4, 1, 0, 3, 7];
        var (gradient, hessian) = (new float[scores.Length], new float[scores.Length]);

        loss.Derivatives(scores, target, gradient, hessian);

        const double Step = 1e-2;
        for (int i = 0; i < scores.Length; i++)
        {
            double At(double shift) => loss.Sum([(float)(scores[i] + shift)], [target[i]], []);
            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradient[i], 2e-3 * (1 + Math.Abs(gradient[i])));
            Assert.Equal((At(Step) + At(-Step) - (2 * At(0))) / (Step * Step), hessian[i], 2e-2 * (1 + Math.Abs(hessian[i])));
        }
    }

    [Fact]
    public void PinballByHand_IsReproduced() => // 0.9 · 2 + 0.1 · 3
        Assert.Equal(2.1, BoostingLoss.Quantile(0.9).Sum([1, 5], [3, 2], []), 6);

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(0.76, 9)]
    [InlineData(0.1, 1)]
    public void Quantile_IsTheSmallestValueWithEnoughBelow(double level, float expected) =>
        Assert.Equal(expected, WeightedQuantile.Of([9, 1, 3, 2], [], level));

    [Fact]
    public void WeightedQuantile_CountsWeights() =>
        Assert.Equal(9, WeightedQuantile.Of([9, 1, 3, 2], [5, 1, 1, 1], 0.5));

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(double.NaN)]
    public void TweediePower_LiesBetweenOneAndTwo(double power) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BoostingLoss.Tweedie(power));
}

using Forecast.Domain.Accuracy;
using Forecast.Domain.Forecasts;

namespace Forecast.Tests.Domain.Accuracy;

public class ErrorSumsTests
{
    /// <summary>Sold 10 and 20, expected 12 and 16; last week 15 and 20. Scales 2 (absolute) and 8 (squared).</summary>
    private static ErrorSums Sums { get; } = new()
    {
        Scored = 2,
        Actual = 30,
        SignedError = 2 - 4,
        AbsoluteError = 2 + 4,
        NaiveSignedError = 5,
        NaiveAbsoluteError = 5,
        Absolute = new(2, (2 + 4) / 2.0, 5 / 2.0),
        Squared = new(2, (4 + 16) / 8.0, 25 / 8.0),
        Bands = new BandSums
        {
            Values = 2,
            Inside = 1,
            AtMost = (0, 1, 2),
            Pinball = (0.4, 1.5, 0.2),
            NaiveAbsoluteError = 5,
        },
    };

    [Fact]
    public void HandComputedExample_IsReproduced()
    {
        Assert.Equal(0.2, Sums.Wape!.Value, precision: 12);
        Assert.Equal(-2 / 30.0, Sums.Bias!.Value, precision: 12);
        Assert.Equal(5 / 30.0, Sums.NaiveWape!.Value, precision: 12);
        Assert.Equal(5 / 30.0, Sums.NaiveBias!.Value, precision: 12);
        Assert.Equal(1.5, Sums.Mase!.Value, precision: 12); // (2 + 4) ÷ 2 ÷ 2
        Assert.Equal(1.25, Sums.NaiveMase!.Value, precision: 12);
        Assert.Equal(Math.Sqrt(1.25), Sums.Rmsse!.Value, precision: 12); // √((4 + 16) ÷ 2 ÷ 8)
        Assert.Equal(Math.Sqrt(25 / 16.0), Sums.NaiveRmsse!.Value, precision: 12);
        Assert.Equal(0.5, Sums.Bands.Coverage);
        Assert.Equal(0.35, Sums.Bands.MeanPinball!.Value, precision: 12); // (0.4 + 1.5 + 0.2) ÷ 3 ÷ 2
        Assert.Equal([(0.1, 0.0), (0.5, 0.5), (0.9, 1.0)], Sums.Bands.Reliability.Select(r => (r.Level, r.Share!.Value)));
    }

    [Fact]
    public void Scores_AreThoseOfOneSeries()
    {
        float[] actual = [10, 20], predicted = [12, 16];

        Assert.Equal(PointAccuracy.Wape(actual, predicted)!.Value, Sums.Wape!.Value, precision: 12);
        Assert.Equal(PointAccuracy.Bias(actual, predicted)!.Value, Sums.Bias!.Value, precision: 12);
        Assert.Equal(PointAccuracy.Mase(actual, predicted, 2)!.Value, Sums.Mase!.Value, precision: 12);
        Assert.Equal(PointAccuracy.Rmsse(actual, predicted, 8)!.Value, Sums.Rmsse!.Value, precision: 12);
    }

    [Fact]
    public void PinballOfOneNumber_IsHalfItsError_OverLevelsEvenlyAroundTheMedian()
    {
        float[] actual = [10, 20], naive = [15, 20];

        double mean = new[] { 0.1, 0.5, 0.9 }.Average(q => QuantileAccuracy.Pinball(new QuantileLevel(q), actual, naive)!.Value);

        Assert.Equal(mean, Sums.Bands.NaiveMeanPinball!.Value, precision: 12);
    }

    [Fact]
    public void NothingSold_IsUndefined_NotPerfect()
    {
        var nothing = new ErrorSums { Scored = 3, AbsoluteError = 4, SignedError = 4, NaiveAbsoluteError = 0, NaiveSignedError = 0 };

        Assert.Null(nothing.Wape);
        Assert.Null(nothing.Bias);
        Assert.Null(nothing.NaiveWape);
        Assert.Null(nothing.Mase);
        Assert.Null(nothing.Rmsse);
        Assert.Null(nothing.Bands.Coverage);
        Assert.Null(nothing.Bands.MeanPinball);
        Assert.Null(ErrorSums.Of([]).Wape);
    }

    [Fact]
    public void Pooling_AddsBeforeDividing()
    {
        var other = new ErrorSums { Scored = 1, Actual = 970, AbsoluteError = 14, NaiveSignedError = 0, NaiveAbsoluteError = 0 };

        var both = ErrorSums.Of([Sums, other]);

        Assert.Equal(20 / 1000.0, both.Wape!.Value, precision: 12);
        Assert.Equal((3, 1.5), (both.Scored, both.Mase!.Value)); // Of the other, no value has a scale.
    }

    [Fact]
    public void BaselineThatNobodyKept_StaysUnknown_HoweverMuchIsAdded() =>
        Assert.Null(ErrorSums.Of([Sums, new ErrorSums { Scored = 1, Actual = 5, NaiveAbsoluteError = 1 }]).NaiveBias);
}

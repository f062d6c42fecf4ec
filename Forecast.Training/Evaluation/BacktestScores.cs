namespace Forecast.Training.Evaluation;

/// <summary>
/// Scores of a backtest. MASE, RMSSE and scaled pinball are means over series and origins, those without a scale left out; WAPE, bias
/// and coverage are pooled. Absolute errors favour the median and squared ones the mean, so both are scored. Null = undefined.
/// </summary>
/// <param name="Series">Series scored.</param>
/// <param name="Mase">Of the mean; the median's is <paramref name="MaseMedian"/>.</param>
/// <param name="MaseMedian">MASE of P50.</param>
/// <param name="Rmsse">Of the mean.</param>
/// <param name="Wape">Of the mean, a ratio.</param>
/// <param name="WapeMedian">WAPE of P50.</param>
/// <param name="Bias">Of the mean; positive means over-forecast.</param>
/// <param name="ScaledPinball10">Pinball loss of P10 ÷ MASE scale.</param>
/// <param name="ScaledPinball50">Of P50.</param>
/// <param name="ScaledPinball90">Of P90.</param>
/// <param name="Coverage">Share of actuals inside P10–P90.</param>
/// <param name="NaiveMase">MASE of the baseline.</param>
/// <param name="NaiveRmsse">RMSSE of the baseline.</param>
public sealed record BacktestScores(
    int Series,
    double? Mase,
    double? MaseMedian,
    double? Rmsse,
    double? Wape,
    double? WapeMedian,
    double? Bias,
    double? ScaledPinball10,
    double? ScaledPinball50,
    double? ScaledPinball90,
    double? Coverage,
    double? NaiveMase,
    double? NaiveRmsse);

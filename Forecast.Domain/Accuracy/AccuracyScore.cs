using Forecast.Domain.Forecasts;

namespace Forecast.Domain.Accuracy;

/// <summary>
/// Sums of errors of what was published: one row per region, day, days ahead, level and key. Sums add up over days and keys; scores are
/// ratios of sums (<see cref="ErrorSums"/>). Rows of a day are replaced together when its sales are corrected.
/// </summary>
public sealed class AccuracyScore
{
    /// <summary>Database key; says nothing.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The day sold.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Days ahead: one of <see cref="PublishedForecast.Aheads"/>.</summary>
    public short Ahead { get; set; }

    /// <summary>At which level errors are taken.</summary>
    public AccuracyLevel Level { get; set; }

    /// <summary>Which of the keys below is set.</summary>
    public AccuracyGrain Grain { get; set; }

    /// <summary>The store, or null.</summary>
    public int? StoreId { get; set; }

    /// <summary>The category, or null.</summary>
    public string? Category { get; set; }

    /// <summary>The item, or null.</summary>
    public int? ItemId { get; set; }

    /// <summary>The demand class that the forecast was computed for, or null.</summary>
    public DemandClass? DemandClass { get; set; }

    /// <summary>Values scored: item-days at level item, totals at the others.</summary>
    public int Scored { get; set; }

    /// <summary>Item-days left out because no sales are loaded.</summary>
    public int NotLoaded { get; set; }

    /// <summary>Item-days left out because the shelf ran empty: what was sold is less than what was wanted.</summary>
    public int RanOut { get; set; }

    /// <summary>Σ|actual|.</summary>
    public double Actual { get; set; }

    /// <summary>Σ(predicted − actual); positive means too much was expected.</summary>
    public double SignedError { get; set; }

    /// <summary>Σ|actual − predicted|.</summary>
    public double AbsoluteError { get; set; }

    /// <summary>Σ(actual − predicted)².</summary>
    public double SquaredError { get; set; }

    /// <summary>Σ(predicted − actual) of seasonal naive.</summary>
    public double NaiveSignedError { get; set; }

    /// <summary>Σ|actual − predicted| of seasonal naive.</summary>
    public double NaiveAbsoluteError { get; set; }

    /// <summary>Σ(actual − predicted)² of seasonal naive.</summary>
    public double NaiveSquaredError { get; set; }

    /// <summary>Values that have a scale for MASE.</summary>
    public int Scaled { get; set; }

    /// <summary>Σ|actual − predicted| ÷ scale.</summary>
    public double ScaledError { get; set; }

    /// <summary>The same of seasonal naive.</summary>
    public double NaiveScaledError { get; set; }

    /// <summary>Values that have a scale for RMSSE.</summary>
    public int SquareScaled { get; set; }

    /// <summary>Σ(actual − predicted)² ÷ scale.</summary>
    public double SquareScaledError { get; set; }

    /// <summary>The same of seasonal naive.</summary>
    public double NaiveSquareScaledError { get; set; }

    /// <summary>Values whose band is scored.</summary>
    public int Banded { get; set; }

    /// <summary>Of them: actuals inside [P10, P90], bounds included.</summary>
    public int Inside { get; set; }

    /// <summary>Of them: actuals at or below P10.</summary>
    public int AtMostP10 { get; set; }

    /// <summary>Of them: actuals at or below the median.</summary>
    public int AtMostP50 { get; set; }

    /// <summary>Of them: actuals at or below P90.</summary>
    public int AtMostP90 { get; set; }

    /// <summary>Σ pinball loss of P10.</summary>
    public double PinballP10 { get; set; }

    /// <summary>Σ pinball loss of the median.</summary>
    public double PinballP50 { get; set; }

    /// <summary>Σ pinball loss of P90.</summary>
    public double PinballP90 { get; set; }

    /// <summary>Σ|actual − predicted| of seasonal naive over the values whose band is scored.</summary>
    public double BandedNaiveAbsoluteError { get; set; }
}

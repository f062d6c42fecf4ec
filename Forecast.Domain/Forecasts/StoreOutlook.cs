namespace Forecast.Domain.Forecasts;

/// <summary>
/// Everything the board shows of one store in one version, in one row: prepared by the shard, so that the board never reads series.
/// Flattened arrays run over the outer dimension first: category × horizon, backtest origin × horizon. Units, if nothing else is said.
/// </summary>
public sealed class StoreOutlook
{
    /// <summary>The version.</summary>
    public long VersionId { get; set; }

    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>Last day the model has seen.</summary>
    public DateOnly Origin { get; set; }

    /// <summary>Last day of which sales are loaded; null if there are none.</summary>
    public DateOnly? LastLoadedDay { get; set; }

    /// <summary>Days of which sales are known, up to the origin; null in outlooks that were made before this was counted.</summary>
    public int? DaysUsed { get; set; }

    /// <summary>Days between the first one known and the origin of which nothing is, though the store sells on such days.</summary>
    public int? DaysMissing { get; set; }

    /// <summary>Days of single items on which the shelf ran empty: their demand is estimated.</summary>
    public int? ItemDaysEstimated { get; set; }

    /// <summary>Items that seem to have ended: nothing is forecast for them.</summary>
    public int? ItemsEnded { get; set; }

    /// <summary>Series forecast in this store.</summary>
    public int SeriesCount { get; set; }

    /// <summary>Expected units per day of the horizon.</summary>
    public required float[] Mean { get; set; }

    /// <summary>Level 0.1 of the store's total, calibrated at store level.</summary>
    public required float[] P10 { get; set; }

    /// <summary>Median of the store's total.</summary>
    public required float[] P50 { get; set; }

    /// <summary>Level 0.9 of the store's total, calibrated at store level.</summary>
    public required float[] P90 { get; set; }

    /// <summary>Seasonal-naive forecast per day of the horizon.</summary>
    public required float[] Naive { get; set; }

    /// <summary>Expected pallets per day of the horizon, over items whose transport units are known.</summary>
    public required float[] Pallets { get; set; }

    /// <summary>
    /// Units in <see cref="Mean"/>, horizon summed, of items without transport units: what <see cref="Pallets"/> leaves out.
    /// </summary>
    public float UnitsWithoutPallets { get; set; }

    /// <summary>Sales of the last <see cref="SalesDays"/> days up to the origin; NaN where nothing is loaded.</summary>
    public required float[] Sales { get; set; }

    /// <summary>Sales 364 days before each day of the horizon; NaN where nothing is loaded.</summary>
    public required float[] SalesYearAgo { get; set; }

    /// <summary>Names of the categories sold here, in the order of the arrays below.</summary>
    public required string[] Categories { get; set; }

    /// <summary>Category × horizon: expected units.</summary>
    public required float[] CategoryMean { get; set; }

    /// <summary>Per category: units sold in the seven days up to the origin.</summary>
    public required float[] CategoryLastWeek { get; set; }

    /// <summary>Keys of the items sold here, in the order of the arrays below.</summary>
    public required int[] ItemIds { get; set; }

    /// <summary>Per item: expected units of the next seven days.</summary>
    public required float[] ItemNextWeek { get; set; }

    /// <summary>Per item: units sold in the seven days up to the origin.</summary>
    public required float[] ItemLastWeek { get; set; }

    /// <summary>Backtest origins, oldest first; the same for all stores of a run.</summary>
    public required DateOnly[] BacktestOrigins { get; set; }

    /// <summary>Backtest origin × horizon: units sold, over the series whose sales of the day are loaded.</summary>
    public required float[] BacktestActual { get; set; }

    /// <summary>Backtest origin × horizon: units predicted, over the same series.</summary>
    public required float[] BacktestPredicted { get; set; }

    /// <summary>Per step: Σ|residual| over series and origins.</summary>
    public required float[] AbsoluteResidual { get; set; }

    /// <summary>Per step: Σ|residual| of the seasonal-naive baseline.</summary>
    public required float[] NaiveAbsoluteResidual { get; set; }

    /// <summary>Per step: Σ|actual| over series and origins.</summary>
    public required float[] AbsoluteActual { get; set; }

    /// <summary>Length of <see cref="Sales"/>: four weeks on show and one to compare with.</summary>
    public const int SalesDays = 35;
}

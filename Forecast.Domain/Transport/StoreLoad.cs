namespace Forecast.Domain.Transport;

/// <summary>
/// What the demand of one store in one version weighs and fills, with how its past forecasts met it: prepared by the shard. Arrays run over
/// the horizon, those of backtests over origin × horizon. Items whose size is unknown are left out and counted beside.
/// </summary>
public sealed class StoreLoad
{
    /// <summary>Items named at most in <see cref="LackingItemIds"/>.</summary>
    public const int MostNamed = 50;

    /// <summary>The version.</summary>
    public long VersionId { get; set; }

    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>Last day the model has seen; the arrays begin on the next.</summary>
    public DateOnly Origin { get; set; }

    /// <summary>Expected demand per day, pallets.</summary>
    public required float[] Pallets { get; set; }

    /// <summary>Expected demand per day, m³.</summary>
    public required float[] CubicMetres { get; set; }

    /// <summary>Expected demand per day, kg.</summary>
    public required float[] Kg { get; set; }

    /// <summary>The same in cases, each item's demand of a day rounded up to whole ones.</summary>
    public required float[] Cases { get; set; }

    /// <summary>Pallets that those whole cases fill.</summary>
    public required float[] PalletsOfCases { get; set; }

    /// <summary>Expected units of all items over the horizon.</summary>
    public float Units { get; set; }

    /// <summary>Those of items without units per case or cases per pallet.</summary>
    public float UnitsWithoutPallets { get; set; }

    /// <summary>Those of items without units or m³ per case.</summary>
    public float UnitsWithoutCubicMetres { get; set; }

    /// <summary>Those of items without units or kg per case.</summary>
    public float UnitsWithoutKg { get; set; }

    /// <summary>Items with demand of which some size is unknown.</summary>
    public int ItemsLacking { get; set; }

    /// <summary>Those of them with the most demand, first the most.</summary>
    public required int[] LackingItemIds { get; set; }

    /// <summary>Backtest origins, oldest first.</summary>
    public required DateOnly[] BacktestOrigins { get; set; }

    /// <summary>Origin × horizon: pallets sold.</summary>
    public required float[] BacktestPallets { get; set; }

    /// <summary>Origin × horizon: pallets that were forecast.</summary>
    public required float[] BacktestPalletsForecast { get; set; }

    /// <summary>Origin × horizon: m³ sold.</summary>
    public required float[] BacktestCubicMetres { get; set; }

    /// <summary>Origin × horizon: m³ that were forecast.</summary>
    public required float[] BacktestCubicMetresForecast { get; set; }

    /// <summary>Origin × horizon: kg sold.</summary>
    public required float[] BacktestKg { get; set; }

    /// <summary>Origin × horizon: kg that were forecast.</summary>
    public required float[] BacktestKgForecast { get; set; }
}

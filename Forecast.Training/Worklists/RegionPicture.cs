using Forecast.Domain.Accuracy;
using Forecast.Domain.Calendar;
using Forecast.Domain.Sales;

namespace Forecast.Training.Worklists;

/// <summary>
/// Everything that detectors look at: a region's forecast on show, the one before, recent sales and what loads and runs said.
/// </summary>
internal sealed record RegionPicture
{
    /// <summary>Days ahead that the worklist is about: what a planner acts on.</summary>
    public const int DaysAhead = 7;

    /// <summary>Days of sales that it looks back: whole weeks.</summary>
    public const int DaysBack = 84;

    /// <summary>Last day the forecast has seen.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Stores with a forecast, by key.</summary>
    public required IReadOnlyDictionary<int, PicturedStore> Stores { get; init; }

    /// <summary>Their items, by key.</summary>
    public required IReadOnlyDictionary<int, PicturedItem> Items { get; init; }

    /// <summary>Their series.</summary>
    public required IReadOnlyList<PicturedSeries> Series { get; init; }

    /// <summary>How fresh the sales are; null where nobody asked.</summary>
    public SalesFreshness? Sales { get; init; }

    /// <summary>Holidays of the days ahead.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>Files of the last days with rows that were not taken.</summary>
    public IReadOnlyList<PicturedLoad> RejectedLoads { get; init; } = [];

    /// <summary>Units that shelves marked as empty lacked in the last days, by series.</summary>
    public IReadOnlyDictionary<int, double> MarkedShelves { get; init; } = new Dictionary<int, double>();

    /// <summary>Fits of the last day that gave nothing to show.</summary>
    public IReadOnlyList<PicturedRun> FailedFits { get; init; } = [];

    /// <summary>Routes whose vehicles could be counted.</summary>
    public IReadOnlyList<PicturedRoute> Routes { get; init; } = [];

    /// <summary>First day ahead.</summary>
    public DateOnly FirstDay => Origin.AddDays(1);

    /// <summary>Last of the days ahead.</summary>
    public DateOnly LastDay => Origin.AddDays(DaysAhead);

    /// <summary>Items and stores of one series, in names.</summary>
    public string NameOf(PicturedSeries series) => $"{Items[series.ItemId].Name}, {Stores[series.StoreId].Name}";
}

/// <summary>A store.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ahead">Expected units of the days ahead.</param>
/// <param name="Origins">Past forecasts that the models were tried by.</param>
/// <param name="Actual">Past forecasts × horizon: units sold.</param>
/// <param name="Predicted">Past forecasts × horizon: units predicted.</param>
/// <param name="Shown">How what was on show leaned over the last four weeks; null where none of it is scored.</param>
internal sealed record PicturedStore(
    int Id, string Name, double Ahead = 0, int Origins = 0, float[]? Actual = null, float[]? Predicted = null, Lean? Shown = null);

/// <summary>An item.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Category">Its category; empty where it has none.</param>
/// <param name="UnitsPerPallet">NaN when unknown.</param>
internal sealed record PicturedItem(int Id, string Name, string Category, double UnitsPerPallet);

/// <summary>A file with rows that were not taken.</summary>
internal sealed record PicturedLoad(long Id, string FileName, long Rejected, long Read);

/// <summary>A run that gave up.</summary>
internal sealed record PicturedRun(long Id, string Message);

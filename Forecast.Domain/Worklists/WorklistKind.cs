namespace Forecast.Domain.Worklists;

/// <summary>What is the matter. Kept by name in the database and in addresses: renaming one loses what was settled.</summary>
public enum WorklistKind
{
    /// <summary>Demand far above recent weeks is expected.</summary>
    DemandAbove,

    /// <summary>Demand far below recent weeks is expected.</summary>
    DemandBelow,

    /// <summary>The forecast of the same days has moved since the one before.</summary>
    ForecastChanged,

    /// <summary>Forecasts miss in the same direction again and again.</summary>
    Bias,

    /// <summary>Nothing is forecast of what sells.</summary>
    ZeroForecast,

    /// <summary>A shelf ran empty, or seems to have.</summary>
    StockOut,

    /// <summary>Something sells for the first time.</summary>
    NewSeries,

    /// <summary>Something seems to have stopped for good.</summary>
    EndedSeries,

    /// <summary>Sales are missing, late or were rejected.</summary>
    DataMissing,

    /// <summary>The forecast is far less sure than sales have been steady.</summary>
    WideBand,

    /// <summary>A model fell back to something simpler.</summary>
    FellBack,

    /// <summary>More to carry on a day than usual.</summary>
    TransportPeak,
}

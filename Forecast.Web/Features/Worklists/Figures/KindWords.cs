using Forecast.Domain.Worklists;

namespace Forecast.Web.Features.Worklists.Figures;

/// <summary>What planners call the kinds, and what a line of each claims.</summary>
internal static class KindWords
{
    /// <summary>Short name.</summary>
    public static string Of(WorklistKind kind) => kind switch
    {
        WorklistKind.DemandAbove => "Demand far above",
        WorklistKind.DemandBelow => "Demand far below",
        WorklistKind.ForecastChanged => "Forecast changed",
        WorklistKind.Bias => "Persistent bias",
        WorklistKind.ZeroForecast => "Zero forecast",
        WorklistKind.StockOut => "Stock-out suspected",
        WorklistKind.NewSeries => "New",
        WorklistKind.EndedSeries => "Ended?",
        WorklistKind.DataMissing => "Data missing or late",
        WorklistKind.WideBand => "Very wide band",
        WorklistKind.FellBack => "Model fell back",
        WorklistKind.TransportPeak => "Transport peak",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no name yet."),
    };

    /// <summary>When a line of the kind was right.</summary>
    public static string RightWhen(WorklistKind kind) => kind switch
    {
        WorklistKind.DemandAbove or WorklistKind.DemandBelow => "sales went at least half as far as was said",
        WorklistKind.ForecastChanged => "sales came closer to the new forecast than to the one before",
        WorklistKind.Bias => "sales missed the forecast in that direction, by at least half of it",
        WorklistKind.ZeroForecast => "at least a quarter of a usual week was sold",
        WorklistKind.StockOut => "it sold again, at least half of a usual week",
        WorklistKind.NewSeries => "it sold",
        WorklistKind.EndedSeries => "it sold nothing",
        WorklistKind.DataMissing => "sales of these days arrived later",
        WorklistKind.WideBand or WorklistKind.FellBack => "the forecast missed by more than such weeks scatter",
        WorklistKind.TransportPeak => "nobody can tell: what was driven is not known here",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody has said when this kind is right."),
    };
}

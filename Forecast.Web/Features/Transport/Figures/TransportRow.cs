using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;
using Forecast.Web.Features.Transport.Reading;

namespace Forecast.Web.Features.Transport.Figures;

/// <summary>A store or a route over the days shown.</summary>
/// <param name="Store">The store; null for a route as a whole.</param>
/// <param name="Route">The route; null for a store without one.</param>
/// <param name="Days">Per day shown; null where nothing was worked out.</param>
public sealed record TransportRow(TransportStore? Store, DeliveryRoute? Route, IReadOnlyList<TransportDay?> Days)
{
    public string Code => Store?.Code ?? Route!.Code;

    public string Name => Store?.Name ?? Route!.Name;

    /// <summary>Why there are no trucks or no odds; empty where there are.</summary>
    public string WhyNot => Days.OfType<TransportDay>().Select(d => d.WhyNot).FirstOrDefault(w => w.Length > 0) ?? "";

    /// <summary>The day with the fullest vehicles, by pallets where vehicles are not counted; null without demand.</summary>
    public TransportDay? Peak => Days.OfType<TransportDay>().Where(d => d.Pallets > 0 || d.Load > 0)
        .OrderByDescending(d => d.Load ?? 0).ThenByDescending(d => d.Pallets).ThenBy(d => d.Day).FirstOrDefault();

    /// <summary>A figure of a day; null where it is not known.</summary>
    public static double? Value(TransportDay? day, TransportFigure figure) => figure switch
    {
        TransportFigure.Trucks => day?.Trucks,
        TransportFigure.Odds => day?.Odds,
        TransportFigure.Volume => day?.CubicMetres,
        TransportFigure.Weight => day?.Kg,
        _ => day?.Pallets,
    };
}

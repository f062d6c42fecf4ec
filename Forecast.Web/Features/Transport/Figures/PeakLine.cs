using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;

namespace Forecast.Web.Features.Transport.Figures;

/// <summary>The fullest day of a route and the stores that make it so.</summary>
/// <param name="Route">The route.</param>
/// <param name="Day">Its fullest day.</param>
/// <param name="Usual">Pallets on its mean day.</param>
/// <param name="Drivers">Stores that need more on that day than on their mean day, the most first, with how many pallets more.</param>
public sealed record PeakLine(DeliveryRoute Route, TransportDay Day, double Usual, IReadOnlyList<(TransportRow Store, double More)> Drivers)
{
    /// <summary>Stores named per route.</summary>
    private const int Named = 3;

    /// <summary>Pallets that nobody would call more.</summary>
    private const double Least = 0.05;

    /// <summary>The peaks of the routes, the likeliest to need another vehicle first.</summary>
    public static IReadOnlyList<PeakLine> Of(IEnumerable<TransportRow> routes, IEnumerable<TransportRow> stores)
    {
        var byRoute = stores.Where(s => s.Route is not null).ToLookup(s => s.Route!.Id);
        return
        [
            .. routes.Where(r => r.Peak is not null).Select(r => Of(r, r.Peak!, byRoute[r.Route!.Id]))
                .OrderByDescending(p => p.Day.Odds ?? -1).ThenByDescending(p => p.Day.Load ?? 0).ThenBy(p => p.Route.Code),
        ];
    }

    private static PeakLine Of(TransportRow route, TransportDay peak, IEnumerable<TransportRow> stores) => new(
        route.Route!, peak, Mean(route),
        [
            .. stores.Select(s => (Store: s, More: (s.Days.FirstOrDefault(d => d?.Day == peak.Day)?.Pallets ?? 0) - Mean(s)))
                .Where(s => s.More >= Least).OrderByDescending(s => s.More).Take(Named),
        ]);

    private static double Mean(TransportRow row) =>
        row.Days.OfType<TransportDay>().Select(d => (double)d.Pallets).DefaultIfEmpty(0).Average();
}

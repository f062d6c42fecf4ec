using Forecast.Domain.Transport;
using Forecast.Web.Features.Transport.Reading;

namespace Forecast.Web.Features.Transport.Figures;

/// <summary>A region's transport as it is shown: arithmetic only.</summary>
public sealed record TransportView
{
    public required TransportBoard Board { get; init; }

    public required TransportSelection Selection { get; init; }

    /// <summary>Days shown.</summary>
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Routes by code.</summary>
    public required IReadOnlyList<TransportRow> Routes { get; init; }

    /// <summary>Stores by name; those of the chosen route where one is chosen.</summary>
    public required IReadOnlyList<TransportRow> Stores { get; init; }

    /// <summary>The fullest days of the routes shown.</summary>
    public required IReadOnlyList<PeakLine> Peaks { get; init; }

    /// <summary>Days of one route, or the days of all routes that may well need another vehicle, the likeliest first.</summary>
    public required IReadOnlyList<(TransportRow Row, TransportDay Day)> Risks { get; init; }

    /// <summary>Stores without a forecast.</summary>
    public required IReadOnlyList<TransportStore> NotForecast { get; init; }

    /// <summary>Whether anything was worked out.</summary>
    public bool IsEmpty => Days.Count == 0;

    /// <summary>Odds from which a day is named as one that may well need another vehicle.</summary>
    public const double Risky = 0.1;

    /// <summary>Steps of shade in the heat map, none included.</summary>
    public const int Shades = 6;

    private const int MostRisks = 30;

    /// <summary>What is shown of a region.</summary>
    public static TransportView From(TransportBoard board, TransportSelection selection)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(selection);
        DateOnly[] days = [.. board.Days.Select(d => d.Day).Distinct().Order()];
        var routes = board.Routes.ToDictionary(r => r.Id);
        var chosen = board.Routes.FirstOrDefault(r => r.Code == selection.Route);
        var ofStores = board.Days.Where(d => d.StoreId is not null).ToLookup(d => d.StoreId!.Value);
        var ofRoutes = board.Days.Where(d => d.StoreId is null).ToLookup(d => d.RouteId!.Value);
        var stores = board.Stores.Where(s => ofStores.Contains(s.Id) && (chosen is null || s.RouteId == chosen.Id))
            .Select(s => new TransportRow(s, s.RouteId is { } id ? routes.GetValueOrDefault(id) : null, Row(days, ofStores[s.Id])))
            .ToList();
        var rows = board.Routes.Select(r => new TransportRow(null, r, Row(days, ofRoutes[r.Id]))).ToList();
        var shown = chosen is null ? rows : [.. rows.Where(r => r.Route == chosen)];
        return new TransportView
        {
            Board = board,
            Selection = chosen is null ? selection with { Route = null } : selection,
            Days = days,
            Routes = rows,
            Stores = stores,
            Peaks = PeakLine.Of(shown, stores),
            Risks = RisksOf(shown, chosen is not null),
            NotForecast = [.. board.Stores.Where(s => !ofStores.Contains(s.Id) && (chosen is null || s.RouteId == chosen.Id))],
        };
    }

    /// <summary>
    /// Shade of a cell: 0 for nothing, then five steps up to the most that the figure reaches in these rows; odds by what they mean.
    /// </summary>
    public static int Shade(double? value, double most, TransportFigure figure) => value is not > 0 || most <= 0 ? 0
        : figure == TransportFigure.Odds ? 1 + RegionTransport.Ends.Count(end => value >= end)
        : Math.Clamp((int)Math.Ceiling(value.Value / most * (Shades - 1)), 1, Shades - 1);

    /// <summary>The most that a figure reaches in some rows.</summary>
    public static double Most(IEnumerable<TransportRow> rows, TransportFigure figure) =>
        rows.SelectMany(r => r.Days).Select(d => TransportRow.Value(d, figure) ?? 0).DefaultIfEmpty(0).Max();

    private static TransportDay?[] Row(DateOnly[] days, IEnumerable<TransportDay> known)
    {
        var byDay = known.ToDictionary(d => d.Day);
        return [.. days.Select(day => byDay.GetValueOrDefault(day))];
    }

    private static IReadOnlyList<(TransportRow Row, TransportDay Day)> RisksOf(List<TransportRow> routes, bool all)
    {
        var days = routes.SelectMany(r => r.Days.OfType<TransportDay>(), (r, d) => (Row: r, Day: d));
        return all
            ? [.. days]
            : [.. days.Where(d => d.Day.Odds >= Risky).OrderByDescending(d => d.Day.Odds).ThenBy(d => d.Day.Day)
                .ThenBy(d => d.Row.Code).Take(MostRisks)];
    }
}

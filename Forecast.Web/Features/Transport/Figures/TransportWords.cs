using Forecast.Domain.Transport;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Transport.Figures;

/// <summary>Transport in words.</summary>
internal static class TransportWords
{
    /// <summary>Days of backtests below which a share of them says nothing.</summary>
    private const int LeastDays = 50;

    public static string Name(TransportFigure figure) => figure switch
    {
        TransportFigure.Trucks => "Trucks",
        TransportFigure.Odds => "Odds of one more",
        TransportFigure.Volume => "m³",
        TransportFigure.Weight => "kg",
        _ => "Pallets",
    };

    public static string Meaning(TransportFigure figure) => figure switch
    {
        TransportFigure.Trucks => "whole trucks for the middle of what may come",
        TransportFigure.Odds => "odds that the day needs another truck than planned",
        TransportFigure.Volume => "expected demand, m³",
        TransportFigure.Weight => "expected demand, kg",
        _ => "expected demand, pallets",
    };

    /// <summary>A figure in a cell.</summary>
    public static string Value(double? value, TransportFigure figure) => figure switch
    {
        TransportFigure.Odds => Odds(value),
        TransportFigure.Pallets or TransportFigure.Volume => Formats.Pallets(value),
        _ => Formats.Units(value),
    };

    /// <summary>Odds to the point that they can be told to: never nought, never certain.</summary>
    public static string Odds(double? odds) => odds switch
    {
        null => Formats.None,
        < 0.01 => "<" + Formats.Percent(0.01, 0),
        > 0.99 => ">" + Formats.Percent(0.99, 0),
        _ => Formats.Percent(odds, 0),
    };

    /// <summary>What one vehicle carries.</summary>
    public static string Carries(double? pallets, double? cubicMetres, double? kg)
    {
        var parts = new List<string>();
        if (pallets is not null)
            parts.Add($"{Formats.Units(pallets)} pallets");
        if (cubicMetres is not null)
            parts.Add($"{Formats.Units(cubicMetres)} m³");
        if (kg is not null)
            parts.Add($"{Formats.Units(kg)} kg");
        return parts.Count == 0 ? "capacity not known" : string.Join(", ", parts);
    }

    /// <summary>What is missing, a sentence each.</summary>
    public static IEnumerable<string> Gaps(TransportBoard board)
    {
        foreach (var (without, what) in new[]
        {
            (board.Gaps.WithoutPallets, "pallets"), (board.Gaps.WithoutCubicMetres, "m³"), (board.Gaps.WithoutKg, "kg"),
        })
        {
            if (without > 0)
                yield return $"{Formats.Percent(without / board.Gaps.Units)} of the units are of items whose size in {what} is not known: "
                    + $"they are in no figure in {what}.";
        }

        if (board.Gaps.Items.Count > 0)
            yield return "Items that lack sizes: "
                + $"{Formats.List([.. board.Gaps.Items.Select(i => $"{i.Name} ({i.Code}: {i.Lacks})")], 8)}.";
        if (board.Stores.Where(s => s.RouteId is null).Select(s => s.Name).ToList() is { Count: > 0 } stores)
            yield return $"No route supplies {Formats.List(stores, 8)}: no trucks are counted for "
                + $"{(stores.Count == 1 ? "it" : "them")}.";
        if (board.Routes.Where(r => r.Pallets is null && r.CubicMetres is null && r.Kg is null).Select(r => r.Name).ToList()
            is { Count: > 0 } routes)
            yield return $"What a vehicle carries is not known of {Formats.List(routes, 8)}.";
    }

    /// <summary>How well the odds of routes or stores did in backtests.</summary>
    public static string Check(string what, int[] days, double[] stated, int[] happened)
    {
        int all = days.Sum();
        return all < LeastDays
            ? $"Too few past {what}-days ({Formats.Units(all)}) to tell how well such odds hold."
            : $"In backtests of {Formats.Units(all)} {what}-days another truck was said to be needed on "
                + $"{Formats.Percent(stated.Sum() / all)} of them, and was on {Formats.Percent((double)happened.Sum() / all)}.";
    }

    /// <summary>The ranges of stated odds, in words.</summary>
    public static string Range(int bin) => bin == 0 ? $"below {Formats.Percent(RegionTransport.Ends[0], 0)}"
        : bin == RegionTransport.Bins - 1 ? $"{Formats.Percent(RegionTransport.Ends[^1], 0)} and more"
        : $"{Formats.Percent(RegionTransport.Ends[bin - 1], 0)} to {Formats.Percent(RegionTransport.Ends[bin], 0)}";
}

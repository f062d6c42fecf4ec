using System.Globalization;
using System.Text;
using Forecast.Domain.Transport;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Transport;

/// <summary>What the page shows as the rows of a file, a day each: numbers as they are, odds between 0 and 1.</summary>
internal static class TransportTable
{
    /// <summary>Rows for a workbook; the keys are the heads.</summary>
    public static IEnumerable<Dictionary<string, object?>> Rows(TransportView view) =>
        Lines(view).Select(line => Fields(line.Row, line.Day).ToDictionary(f => f.Head, f => f.Value));

    /// <summary>The same as CSV: numbers in the invariant form, lines ending in CR LF (RFC 4180).</summary>
    public static string Csv(TransportView view)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', Fields(null, null).Select(f => f.Head)).Append("\r\n");
        foreach (var (row, day) in Lines(view))
            csv.AppendJoin(',', Fields(row, day).Select(f => Text(f.Value))).Append("\r\n");
        return csv.ToString();
    }

    private static IEnumerable<(TransportRow Row, TransportDay Day)> Lines(TransportView view) =>
        view.Routes.Where(r => view.Selection.Route is null || r.Code == view.Selection.Route).Concat(view.Stores)
            .SelectMany(r => r.Days.OfType<TransportDay>(), (row, day) => (row, day));

    private static IEnumerable<(string Head, object? Value)> Fields(TransportRow? row, TransportDay? day)
    {
        yield return ("of", row?.Store is null ? "route" : "store");
        yield return ("route", row?.Route?.Code);
        yield return ("store", row?.Store?.Code);
        yield return ("name", row?.Name);
        yield return ("day", day?.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        yield return ("pallets", Rounded(day?.Pallets, 3));
        yield return ("whole_pallets", Rounded(day?.WholePallets, 0));
        yield return ("whole_cases", Rounded(day?.Cases, 0));
        yield return ("pallets_of_whole_cases", Rounded(day?.PalletsOfCases, 3));
        yield return ("cubic_metres", Rounded(day?.CubicMetres, 3));
        yield return ("kg", Rounded(day?.Kg, 1));
        yield return ("truck_loads", Rounded(day?.Load, 3));
        yield return ("trucks", Rounded(day?.Trucks, 0));
        yield return ("odds_of_one_more", Rounded(day?.Odds, 3));
        yield return ("odds_of_two_more", Rounded(day?.OddsOfTwo, 3));
        yield return ("odds_of_three_more", Rounded(day?.OddsOfThree, 3));
        yield return ("why_not", day?.WhyNot);
    }

    private static object? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        _ => CsvText.Of((string)value),
    };
}

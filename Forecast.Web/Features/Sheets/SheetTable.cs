using System.Globalization;
using System.Text;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets;

/// <summary>
/// A sheet as the rows of a file: numbers as they are, not as the page rounds them; no sums, so that nothing is added twice.
/// </summary>
internal static class SheetTable
{
    private const string RangeTo = "_to";

    /// <summary>Rows for a workbook, one at a time; the keys are the heads.</summary>
    public static IEnumerable<Dictionary<string, object?>> Rows(SheetView view) =>
        view.Groups.SelectMany(g => g.Rows).Select(row => Fields(view, row).ToDictionary(f => f.Head, f => f.Value));

    /// <summary>The same as CSV: numbers in the invariant form, lines ending in CR LF (RFC 4180).</summary>
    public static string Csv(SheetView view)
    {
        var csv = new StringBuilder();
        foreach (var row in view.Groups.SelectMany(g => g.Rows))
        {
            var fields = Fields(view, row).ToList();
            if (csv.Length == 0)
                csv.AppendJoin(',', fields.Select(f => CsvText.Of(f.Head))).Append("\r\n");
            csv.AppendJoin(',', fields.Select(f => Text(f.Value))).Append("\r\n");
        }

        return csv.ToString();
    }

    private static IEnumerable<(string Head, object? Value)> Fields(SheetView view, SheetRow row)
    {
        bool ranges = view.Selection.Figure == SheetFigure.Range;
        yield return (view.Sheet.Item is null ? "item" : "store", row.Key);
        yield return ("name", row.Name);
        yield return (view.Sheet.Item is null ? "category" : "type", row.Group);
        yield return ("unit", SheetWords.Name(row.Factor is null ? SheetUnit.Units : view.Selection.Unit));
        yield return ("figure", SheetWords.Name(view.Selection.Figure));
        for (int i = 0; i < view.Days.Count; i++)
        {
            var day = view.Days[i].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return (day, Rounded(row.Cells[i].Value));
            if (ranges)
                yield return (day + RangeTo, Rounded(row.Cells[i].Upper));
        }

        yield return ("expected", row.Series.Origin is null ? null : Rounded(row.Sum));
        yield return ("last_7_days", Rounded(row.LastWeek.Known));
        yield return ("change_next_7_days", Rounded(row.LastWeek.Change));
        yield return ("change_from_forecast_before", Rounded(row.Before.Change));
        yield return ("remarks", string.Join("; ", SheetWords.Remarks(row).Concat(SheetWords.Plans(row, view.Days))));
    }

    private static object? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => CsvText.Of((string)value),
    };
}

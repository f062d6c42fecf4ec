using System.Globalization;
using System.Text;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy;

/// <summary>What the page shows as the rows of a file: the rows of all its pages, numbers as they are. Undefined is left empty.</summary>
internal static class AccuracyTable
{
    /// <summary>Rows for a workbook; the keys are the heads.</summary>
    public static IEnumerable<Dictionary<string, object?>> Rows(AccuracyView view) =>
        view.Sorted.Select(row => Fields(view, row).ToDictionary(f => f.Head, f => f.Value));

    /// <summary>The same as CSV: numbers in the invariant form, lines ending in CR LF (RFC 4180).</summary>
    public static string Csv(AccuracyView view)
    {
        var csv = new StringBuilder();
        foreach (var row in view.Sorted)
        {
            var fields = Fields(view, row).ToList();
            if (csv.Length == 0)
                csv.AppendJoin(',', fields.Select(f => f.Head)).Append("\r\n");
            csv.AppendJoin(',', fields.Select(f => Text(f.Value))).Append("\r\n");
        }

        return csv.ToString();
    }

    private static IEnumerable<(string Head, object? Value)> Fields(AccuracyView view, AccuracyRow row)
    {
        var (reading, sums) = (view.Reading, row.Sums);
        yield return ("source", reading.IsBacktest ? "backtests" : "published");
        yield return ("region", reading.Region.Code);
        yield return ("from", AccuracyPeriod.Text(reading.Period.From));
        yield return ("to", AccuracyPeriod.Text(reading.Period.To));
        yield return ("level", view.Selection.Level.ToString().ToLowerInvariant());
        yield return ("days_ahead", view.Selection.By == AccuracyBreakdown.Ahead
            ? double.Parse(row.Key, CultureInfo.InvariantCulture) : (double)view.Selection.Ahead);
        yield return ("by", view.Selection.By.ToString().ToLowerInvariant());
        yield return ("key", row.Key);
        yield return ("name", row.Name);
        yield return ("scored", reading.IsBacktest ? null : (double)sums.Scored);
        yield return ("not_loaded", reading.IsBacktest ? null : (double)sums.NotLoaded);
        yield return ("ran_out", reading.IsBacktest ? null : (double)sums.RanOut);
        yield return ("sold", Rounded(sums.Actual, 2));
        yield return ("missed", Rounded(sums.AbsoluteError, 2));
        foreach (var measure in Measure.All)
        {
            yield return (measure.Field, Rounded(measure.Ours(sums), 6));
            if (measure.Naive is { } naive)
                yield return ("naive_" + measure.Field, Rounded(naive(sums), 6));
        }
    }

    private static object? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        _ => CsvText.Of((string)value),
    };
}

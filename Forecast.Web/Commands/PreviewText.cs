using System.Globalization;
using Forecast.Domain.Sales;

namespace Forecast.Web.Commands;

/// <summary>The preview of a sales file as lines of text.</summary>
internal static class PreviewText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static IEnumerable<string> Lines(string name, SalesPreview preview)
    {
        yield return $"{name}: a preview; nothing of it is stored.";
        yield return Line("Columns", string.Join(", ", preview.Columns.Select(column =>
            column.Meaning is null ? $"{column.Header} (ignored)" : column.Header == column.Meaning ? column.Header
                : $"{column.Header} = {column.Meaning}")));
        yield return Line("Form", $"separated by {preview.Separator}, {preview.Encoding}");
        yield return Line("Dates", preview.Dates);
        yield return Line("Numbers", preview.Numbers);
        yield return Line("Days", preview.FirstDay is null ? "none"
            : string.Create(Culture, $"{preview.FirstDay:yyyy-MM-dd} to {preview.LastDay:yyyy-MM-dd}"));
        yield return Line("Names", string.Create(Culture,
            $"{preview.Stores.All:N0} stores ({preview.Stores.New:N0} new), {preview.Items.All:N0} items ({preview.Items.New:N0} new), "
            + $"{preview.Series:N0} pairs of them"));
        yield return Line("Rows", string.Create(Culture,
            $"{preview.RowsRead:N0} read, {preview.RowsTaken:N0} to be taken, {preview.RowsRepeated:N0} repeats left out, "
            + $"{preview.RowsAdded:N0} added to another row of their day, {preview.RowsReturned:N0} returns subtracted, "
            + $"{preview.RowsRejected:N0} rejected"));
        foreach (var reason in preview.Reasons)
            yield return Line("Rejected", string.Create(Culture, $"{reason.Rows:N0} × {reason.Column}: {reason.Reason}"));
        foreach (var row in preview.FirstRows)
        {
            yield return Line($"Line {row.Line}", string.Create(Culture,
                $"{row.Day:yyyy-MM-dd}, store {row.Store}, item {row.Item}, quantity {Value(row.Quantity)}")
                + (row.Price is null ? "" : $", price {Value(row.Price)}") + (row.Promotion == true ? ", promoted" : ""));
        }

        foreach (var week in preview.Weeks)
            yield return Line("Week of", string.Create(Culture, $"{week.Monday:yyyy-MM-dd}: {week.Units:N0} units"));
        foreach (var remark in preview.Remarks)
            yield return Line("Remark", remark);
    }

    private static string Line(string what, string text) => $"{what + ":",-12}{text}";

    private static string Value(float? value) => value?.ToString(Culture) ?? "unknown";
}

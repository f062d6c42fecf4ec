using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Forecast.Web.Access;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board;

/// <summary>The current view as a file: the same selection, rank and days as the address of the board.</summary>
internal static class BoardExport
{
    public static void MapBoardExport(this WebApplication app) =>
        app.MapGet("/region/{code}/board.csv", GetAsync).RequireAuthorization(AccessPolicies.Planner);

    private static async Task<IResult> GetAsync(
        string code, string? stores, int? days, string? rank, ViewerSource viewers, BoardReader reader, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.ReadAsync(viewer, code, cancellationToken) is not { } board)
            return TypedResults.NotFound();
        var view = BoardView.From(board, BoardSelection.Parse(stores, days, rank));
        var name = $"board-{board.Region.Code}-{board.Today:yyyy-MM-dd}.csv";
        return TypedResults.File(new UTF8Encoding(true).GetPreamble().Concat(Encoding.UTF8.GetBytes(Write(view))).ToArray(), "text/csv; charset=utf-8", name);
    }

    internal static string Write(BoardView view)
    {
        // Text that a spreadsheet would take for a formula is written as text; numbers are ours and stay numbers.
        var options = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, options))
        {
            foreach (var head in (string[])["rank", "store", "name", "type"])
                csv.WriteField(head);
            foreach (var day in view.Days)
                csv.WriteField(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            foreach (var head in (string[])["units", "share", "last_7_days", "change_next_7_days", "uncertainty_next_7_days"])
                csv.WriteField(head);
            csv.NextRecord();
            foreach (var row in view.Rows)
                Write(csv, row);
        }

        return text.ToString();
    }

    private static void Write(CsvWriter csv, StoreRow row)
    {
        csv.WriteField(row.Rank);
        csv.WriteField(Text(row.Store.Code));
        csv.WriteField(Text(row.Store.Name));
        csv.WriteField(Text(row.Store.Type));
        foreach (var units in row.Days)
            csv.WriteField(Number(units));
        csv.WriteField(Number(row.Units));
        csv.WriteField(row.Share?.ToString("0.####", CultureInfo.InvariantCulture) ?? "");
        csv.WriteField(Number(row.LastWeek.Known));
        csv.WriteField(Number(row.LastWeek.Change));
        csv.WriteField(Number(row.Uncertainty));
        csv.NextRecord();
    }

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A leading apostrophe keeps =, +, −, @, tabs and line starts from being run as a formula.</summary>
    internal static string Text(string value) => value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + value : value;
}

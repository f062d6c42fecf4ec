using System.Globalization;
using System.Text;
using Forecast.Web.Access;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Board;

/// <summary>The current view as a file: the same selection, rank and days as the address of the board.</summary>
internal static class BoardExport
{
    public static void MapBoardExport(this WebApplication app) =>
        app.MapGet("/region/{code}/board.csv", GetAsync).RequireAuthorization(AccessPolicies.Viewer);

    private static async Task<IResult> GetAsync(
        string code, string? stores, int? days, string? rank, ViewerSource viewers, BoardReader reader, AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.ReadAsync(viewer, code, cancellationToken) is not { } board)
            return TypedResults.NotFound();
        var view = BoardView.From(board, BoardSelection.Parse(stores, days, rank));
        var file = $"board-{board.Region.Code}-{board.Today:yyyy-MM-dd}.csv";
        await audit.AddAsync(viewer.Name, "export", $"board of {board.Region.Code}", file, cancellationToken);
        return CsvFile.Of(file, Write(view));
    }

    /// <summary>Numbers in the invariant form, one row per store, lines ending in CR LF (RFC 4180).</summary>
    internal static string Write(BoardView view)
    {
        var csv = new StringBuilder();
        string[] heads =
        [
            "rank", "store", "name", "type",
            .. view.Days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            "units", "share", "last_7_days", "change_next_7_days", "uncertainty_next_7_days",
        ];
        csv.AppendJoin(',', heads).Append("\r\n");
        foreach (var row in view.Rows)
            csv.AppendJoin(',', Fields(row)).Append("\r\n");
        return csv.ToString();
    }

    private static IEnumerable<string> Fields(StoreRow row) =>
    [
        row.Rank.ToString(CultureInfo.InvariantCulture), CsvText.Of(row.Store.Code), CsvText.Of(row.Store.Name), CsvText.Of(row.Store.Type),
        .. row.Days.Select(Number),
        Number(row.Units), row.Share?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
        Number(row.LastWeek.Known), Number(row.LastWeek.Change), Number(row.Uncertainty),
    ];

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}

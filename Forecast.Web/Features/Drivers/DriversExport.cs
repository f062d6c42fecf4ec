using System.Globalization;
using System.Text;
using Forecast.Training.Explanations;
using Forecast.Web.Access;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Drivers.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Drivers;

/// <summary>The reasons as a file: one row per day, the same selection as the address of the page.</summary>
internal static class DriversExport
{
    private const int Digits = 3;

    public static void MapDriversExport(this WebApplication app) =>
        app.MapGet("/region/{code}/why.csv", GetAsync).RequireAuthorization(AccessPolicies.Viewer);

    private static async Task<IResult> GetAsync(
        string code, string? stores, string? item, string? category, int? days,
        ViewerSource viewers, BoardReader reader, ForecastExplainer explainer, AuditTrail audit, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.ReadAsync(viewer, code, cancellationToken) is not { } board)
            return TypedResults.NotFound();
        var scope = DriversScope.Of(board, DriversSelection.Parse(stores, item, category, days, null));
        if (scope.Query is null || DriversView.Of(
            scope, await explainer.ExplainAsync(viewer, scope.Query, cancellationToken)) is not { } view)
            return TypedResults.NotFound();
        var file = $"why-{board.Region.Code}-{board.Today:yyyy-MM-dd}.csv";
        await audit.AddAsync(viewer.Name, "export", $"reasons of {board.Region.Code}", file, cancellationToken);
        return CsvFile.Of(file, Write(view));
    }

    /// <summary>
    /// Numbers in the invariant form with three digits, which add up from left to right to the board's; lines ending in CR LF (RFC 4180).
    /// What the page remarks stands at the end of each line.
    /// </summary>
    internal static string Write(DriversView view)
    {
        var csv = new StringBuilder("day,usual_level,day_of_week,trend,time_of_year,holiday,promotion,price,closed,expected,"
            + "not_explained,changed_since,on_the_board,holiday_near,remark\r\n");
        string remark = CsvText.Of(string.Join(' ', view.Remarks));
        foreach (var day in view.Days)
        {
            var parts = RoundedParts.Of(
                [.. DriverWords.InOrder.Select(driver => day.Exact[driver]), day.NotExplained, day.Changed], day.Published, Digits);
            csv.AppendJoin(',', (string[])
            [
                day.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                .. parts[..^2].Select(Number), Number(parts[..^2].Sum()), Number(parts[^2]), Number(parts[^1]), Number(parts.Sum()),
                CsvText.Of(day.HolidaysFelt), remark,
            ]).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

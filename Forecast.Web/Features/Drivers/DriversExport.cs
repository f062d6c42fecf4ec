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
    public static void MapDriversExport(this WebApplication app) =>
        app.MapGet("/region/{code}/why.csv", GetAsync).RequireAuthorization(AccessPolicies.Viewer);

    private static async Task<IResult> GetAsync(
        string code, string? stores, string? item, string? category, int? days,
        ViewerSource viewers, BoardReader reader, ForecastExplainer explainer, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.ReadAsync(viewer, code, cancellationToken) is not { } board)
            return TypedResults.NotFound();
        var scope = DriversScope.Of(board, DriversSelection.Parse(stores, item, category, days, null));
        if (scope.Query is null || DriversView.Of(
            scope, await explainer.ExplainAsync(viewer, scope.Query, cancellationToken)) is not { } view)
            return TypedResults.NotFound();
        return CsvFile.Of($"why-{board.Region.Code}-{board.Today:yyyy-MM-dd}.csv", Write(view));
    }

    /// <summary>Numbers in the invariant form and unrounded but for the third digit, lines ending in CR LF (RFC 4180).</summary>
    internal static string Write(DriversView view)
    {
        var csv = new StringBuilder(
            "day,usual_level,day_of_week,trend,time_of_year,holiday,promotion,price,closed,expected,on_the_board,holiday_near\r\n");
        foreach (var day in view.Days)
        {
            csv.AppendJoin(',', (string[])
            [
                day.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                .. DriverWords.InOrder.Select(driver => Number(day.Exact[driver])),
                Number(day.Mean), Number(day.Published), CsvText.Of(day.HolidaysFelt),
            ]).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

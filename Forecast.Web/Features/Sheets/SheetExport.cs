using Forecast.Domain.Access;
using Forecast.Web.Access;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets;

/// <summary>What a sheet shows as a file: the same address with ".csv" or ".xlsx" after its path, the rows of all pages.</summary>
internal static class SheetExport
{
    public static void MapSheets(this WebApplication app)
    {
        app.MapGet("/region/{code}/store/{store}.csv", OfStore(Csv)).RequireAuthorization(AccessPolicies.Viewer);
        app.MapGet("/region/{code}/store/{store}.xlsx", OfStore(Xlsx)).RequireAuthorization(AccessPolicies.Viewer);
        app.MapGet("/region/{code}/item/{item}.csv", OfItem(Csv)).RequireAuthorization(AccessPolicies.Viewer);
        app.MapGet("/region/{code}/item/{item}.xlsx", OfItem(Xlsx)).RequireAuthorization(AccessPolicies.Viewer);
    }

    private static Delegate OfStore(Func<SheetView, IResult> write) =>
        (string code, string store, HttpRequest request, ViewerSource viewers, SheetReader reader, CancellationToken cancellationToken) =>
            AnswerAsync(
                request, viewers, viewer => reader.OfStoreAsync(viewer, code, Urls.CodeInPath(store), cancellationToken), write,
                cancellationToken);

    private static Delegate OfItem(Func<SheetView, IResult> write) =>
        (string code, string item, HttpRequest request, ViewerSource viewers, SheetReader reader, CancellationToken cancellationToken) =>
            AnswerAsync(
                request, viewers, viewer => reader.OfItemAsync(viewer, code, Urls.CodeInPath(item), cancellationToken), write,
                cancellationToken);

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, ViewerSource viewers, Func<Viewer, Task<Sheet?>> read, Func<SheetView, IResult> write,
        CancellationToken cancellationToken) =>
        await read(await viewers.CurrentAsync(cancellationToken)) is { } sheet
            ? write(SheetView.From(sheet, SheetSelection.Parse(name => request.Query[name])))
            : TypedResults.NotFound();

    private static IResult Csv(SheetView view) => CsvFile.Of(Name(view, "csv"), SheetTable.Csv(view));

    private static IResult Xlsx(SheetView view) => XlsxFile.Of(Name(view, "xlsx"), "Forecast", SheetTable.Rows(view));

    private static string Name(SheetView view, string ending) =>
        $"{(view.Sheet.Item is { } item ? item.Code : view.Sheet.Stores[0].Code)}-{view.Days[0]:yyyy-MM-dd}.{ending}";
}

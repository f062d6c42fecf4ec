using Forecast.Domain.Access;
using Forecast.Web.Access;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets;

/// <summary>What a sheet shows as a file: the same address with ".csv" or ".xlsx" after its path, the rows of all pages.</summary>
internal static class SheetExport
{
    private const string CsvEnding = "csv";
    private const string XlsxEnding = "xlsx";

    public static void MapSheets(this WebApplication app)
    {
        foreach (var ending in (string[])[CsvEnding, XlsxEnding])
        {
            app.MapGet($"/region/{{code}}/store/{{store}}.{ending}", OfStore(ending)).RequireAuthorization(AccessPolicies.Viewer);
            app.MapGet($"/region/{{code}}/item/{{item}}.{ending}", OfItem(ending)).RequireAuthorization(AccessPolicies.Viewer);
        }
    }

    private static Delegate OfStore(string ending) =>
        (string code, string store, HttpContext context, SheetReader reader, CancellationToken cancellationToken) => AnswerAsync(
            context, $"store {Urls.CodeInPath(store)}", ending,
            viewer => reader.OfStoreAsync(viewer, code, Urls.CodeInPath(store), cancellationToken));

    private static Delegate OfItem(string ending) =>
        (string code, string item, HttpContext context, SheetReader reader, CancellationToken cancellationToken) => AnswerAsync(
            context, $"item {Urls.CodeInPath(item)}", ending,
            viewer => reader.OfItemAsync(viewer, code, Urls.CodeInPath(item), cancellationToken));

    private static async Task<IResult> AnswerAsync(HttpContext context, string subject, string ending, Func<Viewer, Task<Sheet?>> read)
    {
        var (services, ended) = (context.RequestServices, context.RequestAborted);
        var viewer = await services.GetRequiredService<ViewerSource>().CurrentAsync(ended);
        if (await read(viewer) is not { } sheet)
            return TypedResults.NotFound();
        var view = SheetView.From(sheet, SheetSelection.Parse(name => context.Request.Query[name]));
        var file = $"{(view.Sheet.Item is { } item ? item.Code : view.Sheet.Stores[0].Code)}-{view.Days[0]:yyyy-MM-dd}.{ending}";
        await services.GetRequiredService<AuditTrail>()
            .AddAsync(viewer.Name, "export", $"{subject} in {view.Sheet.Region.Code}", file, ended);
        return ending == CsvEnding
            ? CsvFile.Of(file, SheetTable.Csv(view))
            : XlsxFile.Of(file, "Forecast", SheetTable.Rows(view));
    }
}

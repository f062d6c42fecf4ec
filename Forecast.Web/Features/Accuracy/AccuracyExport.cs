using Forecast.Web.Access;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Features.Accuracy.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy;

/// <summary>What the page shows as a file: the same query after the path of the file.</summary>
internal static class AccuracyExport
{
    public static Task<IResult> CsvAsync(
        HttpRequest request, ViewerSource viewers, AccuracyReader reader, AuditTrail audit, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, viewers, reader, audit, view => CsvFile.Of(Name(view, "csv"), AccuracyTable.Csv(view)), cancellationToken);

    public static Task<IResult> XlsxAsync(
        HttpRequest request, ViewerSource viewers, AccuracyReader reader, AuditTrail audit, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, viewers, reader, audit, view => XlsxFile.Of(Name(view, "xlsx"), "Accuracy", AccuracyTable.Rows(view)),
            cancellationToken);

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, ViewerSource viewers, AccuracyReader reader, AuditTrail audit, Func<AccuracyView, IResult> write,
        CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.ReadAsync(viewer, AccuracySelection.Parse(name => request.Query[name]), cancellationToken) is not { } reading)
            return TypedResults.NotFound();
        await audit.AddAsync(
            viewer.Name, "export", $"accuracy of region {reading.Region.Code}", AccuracyWords.Days(reading.Period), cancellationToken);
        return write(AccuracyView.Of(reading));
    }

    private static string Name(AccuracyView view, string ending) =>
        $"accuracy-{view.Reading.Region.Code}-{AccuracyPeriod.Text(view.Reading.Period.To)}.{ending}";
}

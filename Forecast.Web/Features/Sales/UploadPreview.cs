using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Web.Features.Sales.Reading;

namespace Forecast.Web.Features.Sales;

/// <summary>What a received sales file looks like, for a page or a program; nothing of it is stored.</summary>
internal static class UploadPreview
{
    public const string OfSalesOnly =
        "Only sales files have a preview. Load the file: rows that cannot be taken are kept with their reasons.";

    /// <summary>How the file is understood, or why it would be refused, and what was said about the last one of its source.</summary>
    /// <exception cref="WrongChoiceException">An option names a zone or calendar that does not exist.</exception>
    public static async Task<PreviewAnswer> OfAsync(
        FileImport import, FileStream received, ImportRequest request, CancellationToken cancellationToken)
    {
        PreviewAnswer answer;
        try
        {
            answer = new PreviewAnswer("", await import.PreviewAsync(received, request, cancellationToken));
        }
        catch (FileRefusedException e)
        {
            answer = new PreviewAnswer(e.Message, null);
        }

        received.Position = 0;
        var look = await import.LookAsync(received, request, cancellationToken);
        return answer with
        {
            Columns = look.Columns,
            Remembered = look.Known is { } known
                ? new RememberedChoices(known.FileName, known.LoadedAt, SourceChoices.FromJson(known.Choices).Said)
                : null,
        };
    }
}

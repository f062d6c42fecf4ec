using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Forecast.Web.Features.Sales;

/// <summary>
/// Takes a file in that was uploaded on the page; the form token is in a header, as nothing of the body but the file is kept.
/// </summary>
internal static class SalesUpload
{
    /// <summary>Loads the file.</summary>
    public static async Task<Results<Ok<UploadAnswer>, UnprocessableEntity<UploadAnswer>, BadRequest<UploadAnswer>>> PostAsync(
        [AsParameters] UploadOptions options, HttpContext context, FileImport import, ViewerSource viewers, IAntiforgery antiforgery,
        CancellationToken cancellationToken)
    {
        await using var received = UploadReception.NewTemporaryFile();
        var (request, fault) = await ReceiveAsync(options, context, viewers, antiforgery, received, cancellationToken);
        if (request is null)
            return Bad(fault);
        Load load;
        try
        {
            load = await import.RunAsync(received, request, progress: null, cancellationToken);
        }
        catch (WrongChoiceException e) // A zone or calendar that does not exist.
        {
            return Bad(e.Message);
        }

        var answer = new UploadAnswer(load.Id, load.Message, Urls.Load(load.Id));
        return load.Status == LoadStatus.Succeeded && !LoadWords.IsEmpty(load)
            ? TypedResults.Ok(answer)
            : TypedResults.UnprocessableEntity(answer);
    }

    /// <summary>Says how the file is understood and what would become of its rows; nothing of it is stored.</summary>
    public static async Task<Results<Ok<PreviewAnswer>, BadRequest<UploadAnswer>>> PreviewAsync(
        [AsParameters] UploadOptions options, HttpContext context, FileImport import, ViewerSource viewers, IAntiforgery antiforgery,
        CancellationToken cancellationToken)
    {
        await using var received = UploadReception.NewTemporaryFile();
        var (request, fault) = await ReceiveAsync(options, context, viewers, antiforgery, received, cancellationToken);
        if (request is null)
            return Bad(fault);
        if (request.Kind != LoadKind.Sales)
            return Bad(UploadPreview.OfSalesOnly);
        try
        {
            return TypedResults.Ok(await UploadPreview.OfAsync(import, received, request, cancellationToken));
        }
        catch (WrongChoiceException e)
        {
            return Bad(e.Message);
        }
    }

    private static async Task<(ImportRequest? Request, string Fault)> ReceiveAsync(
        UploadOptions options, HttpContext context, ViewerSource viewers, IAntiforgery antiforgery, FileStream received,
        CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("RequestVerificationToken") || !await antiforgery.IsRequestValidAsync(context))
            return (null, "The upload form is too old or not ours. Load the page again and repeat the upload.");
        var viewer = await viewers.CurrentAsync(cancellationToken);
        viewer.DemandAdmin();
        return await UploadReception.ReceiveAsync(options, context.Request, viewer.Name, received, cancellationToken);
    }

    private static BadRequest<UploadAnswer> Bad(string message) => TypedResults.BadRequest(new UploadAnswer(null, message, null));
}

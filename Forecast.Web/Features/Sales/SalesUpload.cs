using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Sales;

/// <summary>
/// Takes an uploaded file in while it arrives: the first file of a multipart form goes straight into the load, whatever its size. Options
/// are in the address, so that nothing of the body has to be kept; the form token is in a header for the same reason.
/// </summary>
internal static class SalesUpload
{
    public static async Task<Results<Ok<UploadAnswer>, UnprocessableEntity<UploadAnswer>, BadRequest<UploadAnswer>>> PostAsync(
        [AsParameters] UploadOptions options, HttpContext context, FileImport import, ViewerSource viewers, IAntiforgery antiforgery,
            CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("RequestVerificationToken") || !await antiforgery.IsRequestValidAsync(context))
            return Bad("The upload form is too old or not ours. Load the page again and repeat the upload.");
        var viewer = await viewers.CurrentAsync(cancellationToken);
        viewer.DemandAdmin();
        if (await FileAsync(context, cancellationToken) is not { } file)
            return Bad("The upload holds no file. Send a multipart form with one file.");
        if (options.ToRequest(file.FileName, viewer.Name) is not { } request)
            return Bad("An option of the upload is not known. Load the page again and repeat the upload.");

        Load load;
        try
        {
            load = await import.RunAsync(file.FileStream!, request, progress: null, cancellationToken);
        }
        catch (ArgumentException e) // A zone or calendar that does not exist.
        {
            return Bad(e.Message);
        }

        var answer = new UploadAnswer(load.Id, load.Message, Urls.Load(load.Id));
        if (load.Status == LoadStatus.Succeeded)
            return TypedResults.Ok(answer);
        await file.FileStream!.CopyToAsync(Stream.Null, cancellationToken); // Browsers read no answer before they have sent everything.
        return TypedResults.UnprocessableEntity(answer);
    }

    private static async Task<FileMultipartSection?> FileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 100 } boundary)
        {
            return null;
        }

        var reader = new MultipartReader(boundary.ToString(), context.Request.Body, bufferSize: 1 << 16);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFileSection() is { FileStream: not null } file)
                return file;
        }

        return null;
    }

    private static BadRequest<UploadAnswer> Bad(string message) => TypedResults.BadRequest(new UploadAnswer(null, message, null));
}

/// <summary>Options in the address of an upload; the words are those of the command line.</summary>
/// <param name="Kind">sales, stores or items.</param>
/// <param name="Missing">not-loaded or nothing-sold.</param>
/// <param name="Unknown">reject or create.</param>
/// <param name="Fractions">reject or accept.</param>
/// <param name="Region">Code of the region for new stores.</param>
/// <param name="TimeZone">Time zone of new regions.</param>
/// <param name="Holidays">Holiday calendar of new regions.</param>
/// <param name="Size">Bytes in the file.</param>
internal sealed record UploadOptions(
    string? Kind, string? Missing, string? Unknown, string? Fractions, string? Region, string? TimeZone, string? Holidays, long? Size)
{
    /// <summary>The request; null when a word is not known.</summary>
    public ImportRequest? ToRequest(string fileName, string requestedBy)
    {
        LoadKind? kind = Kind switch
        {
            null or "sales" => LoadKind.Sales,
            "stores" => LoadKind.Stores,
            "items" => LoadKind.Items,
            _ =>
            null
        };
        MissingDays? missing = Missing switch
        {
            null or "not-loaded" => MissingDays.NotLoaded,
            "nothing-sold" =>
            MissingDays.NothingSold,
            _ => null
        };
        UnknownKeys? unknown = Unknown switch { null or "reject" => UnknownKeys.Reject, "create" => UnknownKeys.Create, _ => null };
        bool? fractions = Fractions switch { null or "reject" => false, "accept" => true, _ => null };
        if (kind is null || missing is null || unknown is null || fractions is null)
            return null;
        return new ImportRequest
        {
            FileName = Path.GetFileName(fileName),
            RequestedBy = requestedBy,
            Kind = kind.Value,
            MissingDays = missing.Value,
            UnknownKeys = unknown.Value,
            AcceptFractions = fractions.Value,
            RegionCode = string.IsNullOrWhiteSpace(Region) ? null : Region.Trim(),
            TimeZone = string.IsNullOrWhiteSpace(TimeZone) ? null : TimeZone.Trim(),
            HolidayCalendar = Holidays?.Trim() ?? "",
            BytesTotal = Size is > 0 ? Size : null,
        };
    }
}

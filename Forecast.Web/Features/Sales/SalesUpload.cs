using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Sales;

/// <summary>
/// Takes an uploaded file in: the first file of a multipart form is received into a temporary file, whatever its size, and takes its turn
/// of loading only when it is complete: a slow sender keeps nobody waiting. Options are in the address, so that nothing else of the body
/// has to be kept; the form token is in a header for the same reason.
/// </summary>
internal static class SalesUpload
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Loads the file.</summary>
    public static async Task<Results<Ok<UploadAnswer>, UnprocessableEntity<UploadAnswer>, BadRequest<UploadAnswer>>> PostAsync(
        [AsParameters] UploadOptions options, HttpContext context, FileImport import, ViewerSource viewers, IAntiforgery antiforgery,
        CancellationToken cancellationToken)
    {
        await using var received = NewTemporaryFile();
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
        await using var received = NewTemporaryFile();
        var (request, fault) = await ReceiveAsync(options, context, viewers, antiforgery, received, cancellationToken);
        if (request is null)
            return Bad(fault);
        if (request.Kind != LoadKind.Sales)
            return Bad("Only sales files have a preview. Load the file: rows that cannot be taken are kept with their reasons.");
        PreviewAnswer answer;
        try
        {
            answer = new PreviewAnswer("", await import.PreviewAsync(received, request, cancellationToken));
        }
        catch (FileRefusedException e)
        {
            answer = new PreviewAnswer(e.Message, null);
        }
        catch (WrongChoiceException e)
        {
            return Bad(e.Message);
        }

        received.Position = 0;
        var look = await import.LookAsync(received, request, cancellationToken);
        return TypedResults.Ok(answer with
        {
            Columns = look.Columns,
            Remembered = look.Known is { } known
                ? new RememberedChoices(known.FileName, known.LoadedAt, SourceChoices.FromJson(known.Choices).Said)
                : null,
        });
    }

    /// <summary>Receives the whole upload into a file; the request, or what is wrong with it.</summary>
    private static async Task<(ImportRequest? Request, string Fault)> ReceiveAsync(
        UploadOptions options, HttpContext context, ViewerSource viewers, IAntiforgery antiforgery, FileStream received,
        CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("RequestVerificationToken") || !await antiforgery.IsRequestValidAsync(context))
            return (null, "The upload form is too old or not ours. Load the page again and repeat the upload.");
        var viewer = await viewers.CurrentAsync(cancellationToken);
        viewer.DemandAdmin();
        string? fileName;
        try
        {
            fileName = await ReceiveAsync(context, received, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (null, "The upload broke off, or is not a whole multipart form. Nothing of it is stored; send it again.");
        }

        if (fileName is null)
            return (null, "The upload holds no file. Send a multipart form with one file.");
        received.Position = 0;
        return options.ToRequest(fileName, viewer.Name) is { } request
            ? (request with { BytesTotal = received.Length }, "")
            : (null, "An option of the upload is not known. Load the page again and repeat the upload.");
    }

    /// <summary>A file that is gone when it is closed, and when the process is.</summary>
    private static FileStream NewTemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), $"foreact-upload-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
        BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>Receives the first file of the form; its name, or null when there is none.</summary>
    private static async Task<string?> ReceiveAsync(HttpContext context, Stream target, CancellationToken cancellationToken)
    {
        if (await FileAsync(context, cancellationToken) is not { } file)
            return null;
        await file.FileStream!.CopyToAsync(target, BufferBytes, cancellationToken);
        await context.Request.Body.CopyToAsync(Stream.Null, cancellationToken); // Browsers read no answer before they have sent everything.
        return file.FileName;
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
/// <param name="Dates">A word of <see cref="ReadingOptions.Choices"/>.</param>
/// <param name="Numbers">Likewise.</param>
/// <param name="Repeats">Likewise.</param>
/// <param name="Returns">Likewise.</param>
/// <param name="Grain">Likewise.</param>
/// <param name="Fractions">Likewise.</param>
/// <param name="Columns">What columns are called, as quantity=Menge.</param>
/// <param name="Sheet">Sheet of a workbook; its first unless said.</param>
/// <param name="Region">Code of the region for new stores.</param>
/// <param name="TimeZone">Time zone of new regions.</param>
/// <param name="Holidays">Holiday calendar of new regions.</param>
internal sealed record UploadOptions(
    string? Kind, string? Missing, string? Unknown, string? Dates, string? Numbers, string? Repeats, string? Returns, string? Grain,
    string? Fractions, string? Columns, string? Sheet, string? Region, string? TimeZone, string? Holidays)
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
        var reading = Reading();
        if (kind is null || missing is null || unknown is null || reading is null)
            return null;
        return new ImportRequest
        {
            FileName = Path.GetFileName(fileName),
            RequestedBy = requestedBy,
            Kind = kind.Value,
            MissingDays = missing.Value,
            UnknownKeys = unknown.Value,
            Reading = reading,
            RegionCode = string.IsNullOrWhiteSpace(Region) ? null : Region.Trim(),
            TimeZone = string.IsNullOrWhiteSpace(TimeZone) ? null : TimeZone.Trim(),
            HolidayCalendar = Holidays?.Trim() ?? "",
        };
    }

    private ReadingOptions? Reading()
    {
        ReadingOptions? reading = new() { Sheet = string.IsNullOrWhiteSpace(Sheet) ? null : Sheet.Trim() };
        foreach (var (choice, word) in new[]
        {
            ("dates", Dates), ("numbers", Numbers), ("repeats", Repeats), ("returns", Returns), ("grain", Grain), ("fractions", Fractions),
        })
        {
            if (!string.IsNullOrEmpty(word))
                reading = reading?.With(choice, word);
        }

        return string.IsNullOrWhiteSpace(Columns) ? reading : reading?.WithColumns(Columns);
    }
}

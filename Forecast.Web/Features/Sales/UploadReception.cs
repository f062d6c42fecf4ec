using Forecast.Domain.Loads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Sales;

/// <summary>
/// Receives an uploaded file, from a page or a program: the first file of a multipart form goes into a temporary file, whatever its size,
/// and takes its turn of loading only when it is complete: a slow sender keeps nobody waiting. Options are in the address, so that nothing
/// else of the body has to be kept.
/// </summary>
internal static class UploadReception
{
    private const int BufferBytes = 1 << 18;

    /// <summary>A file that is gone when it is closed, and when the process is.</summary>
    public static FileStream NewTemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), $"foreact-upload-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
        BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>Receives the whole upload into a file; the request, or what is wrong with it.</summary>
    public static async Task<(ImportRequest? Request, string Fault)> ReceiveAsync(
        UploadOptions options, HttpRequest upload, string requestedBy, FileStream received, CancellationToken cancellationToken)
    {
        string? fileName;
        try
        {
            fileName = await ReceiveAsync(upload, received, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (null, "The upload broke off, or is not a whole multipart form. Nothing of it is stored; send it again.");
        }

        if (fileName is null)
            return (null, "The upload holds no file. Send a multipart form with one file.");
        received.Position = 0;
        return options.ToRequest(fileName, requestedBy) is { } request
            ? (request with { BytesTotal = received.Length }, "")
            : (null, "An option of the upload is not known. Load the page again and repeat the upload.");
    }

    /// <summary>Receives the first file of the form; its name, or null when there is none.</summary>
    private static async Task<string?> ReceiveAsync(HttpRequest upload, Stream target, CancellationToken cancellationToken)
    {
        if (await FileAsync(upload, cancellationToken) is not { } file)
            return null;
        await file.FileStream!.CopyToAsync(target, BufferBytes, cancellationToken);
        await upload.Body.CopyToAsync(Stream.Null, cancellationToken); // Browsers read no answer before they have sent everything.
        return file.FileName;
    }

    private static async Task<FileMultipartSection?> FileAsync(HttpRequest upload, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(upload.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 100 } boundary)
        {
            return null;
        }

        var reader = new MultipartReader(boundary.ToString(), upload.Body, bufferSize: 1 << 16);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFileSection() is { FileStream: not null } file)
                return file;
        }

        return null;
    }
}

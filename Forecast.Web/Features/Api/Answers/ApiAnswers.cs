using System.Text.Json;
using Forecast.Web.Features.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>Sends answers: in the form that was asked for, with a strong tag, and not at all when the caller has them.</summary>
internal static class ApiAnswers
{
    /// <summary>One thing, as JSON.</summary>
    public static async Task<IResult> OneAsync<T>(HttpContext context, T thing)
    {
        var format = ApiFormats.Choose(context.Request, offered: 1);
        await SendAsync(context, format, JsonSerializer.SerializeToUtf8Bytes(thing, ApiJson.Options));
        return TypedResults.Empty;
    }

    /// <summary>A page that is there, in any form.</summary>
    public static Task<IResult> PageAsync<T>(HttpContext context, Page<T> page, IReadOnlyList<Column<T>> columns) =>
        PageAsync(context, page, thing => [thing], columns);

    /// <summary>A page whose things have several rows each in the forms that are tables.</summary>
    public static async Task<IResult> PageAsync<T, TRow>(
        HttpContext context, Page<T> page, Func<T, IEnumerable<TRow>> rows, IReadOnlyList<Column<TRow>> columns)
    {
        var format = ApiFormats.OfTable(context.Request);
        await SendAsync(context, format, await BytesAsync(page, rows, columns, format, context.RequestAborted), page.Next);
        return TypedResults.Empty;
    }

    /// <summary>A page that is sent while it is read; what it leads to is known before, by its tag.</summary>
    /// <param name="context">Whose request it is.</param>
    /// <param name="origin">What the page follows from, to the last byte.</param>
    /// <param name="next">The address of the next page; null on the last one.</param>
    /// <param name="things">What JSON lists.</param>
    /// <param name="rows">The rows of the other forms.</param>
    /// <param name="columns">Their columns.</param>
    public static async Task<IResult> StreamAsync<T, TRow>(
        HttpContext context, byte[] origin, string? next, IAsyncEnumerable<T> things, Func<T, IEnumerable<TRow>> rows,
        IReadOnlyList<Column<TRow>> columns)
    {
        var (format, ended) = (ApiFormats.OfTable(context.Request), context.RequestAborted);
        var tag = EntityTag.Of(context.Request, format, origin, next);
        var memory = AnswerMemory.Of(context);
        if (memory?.Renew(tag, next) is { } known)
        {
            await SendAsync(context, format, tag, next, known);
            return TypedResults.Empty;
        }

        if (EntityTag.IsKnown(context, tag))
            return TypedResults.Empty;
        Head(context, format, next);
        await using var body = new RecordedStream(context.Response.Body, memory is null ? 0 : RecentAnswers.LongestBytes);
        await (format switch
        {
            ApiFormat.Csv => TableWriter.CsvAsync(body, columns, things.SelectMany(rows), ended),
            ApiFormat.Parquet => TableWriter.ParquetAsync(body, columns, things.SelectMany(rows), ended),
            _ => JsonSerializer.SerializeAsync(body, new ComingPage<T>(things, next), ApiJson.Options, ended),
        });
        if (body.Written is { } written)
            memory?.Keep(tag, next, written);
        return TypedResults.Empty;
    }

    /// <summary>Sends bytes, unless the caller has them.</summary>
    public static async Task SendAsync(
        HttpContext context, ApiFormat format, EntityTagHeaderValue tag, string? next, ReadOnlyMemory<byte> bytes)
    {
        if (EntityTag.IsKnown(context, tag))
            return;
        Head(context, format, next);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async Task<byte[]> BytesAsync<T, TRow>(
        Page<T> page, Func<T, IEnumerable<TRow>> split, IReadOnlyList<Column<TRow>> columns, ApiFormat format,
        CancellationToken cancellationToken)
    {
        if (format == ApiFormat.Json)
            return JsonSerializer.SerializeToUtf8Bytes(page, ApiJson.Options);
        using var buffer = new MemoryStream();
        var rows = page.Items.SelectMany(split).ToAsyncEnumerable();
        await (format == ApiFormat.Csv
            ? TableWriter.CsvAsync(buffer, columns, rows, cancellationToken)
            : TableWriter.ParquetAsync(buffer, columns, rows, cancellationToken));
        return buffer.ToArray();
    }

    private static Task SendAsync(HttpContext context, ApiFormat format, byte[] bytes, string? next = null) =>
        SendAsync(context, format, EntityTag.Of(context.Request, format, bytes, next), next, bytes);

    private static void Head(HttpContext context, ApiFormat format, string? next)
    {
        context.Response.ContentType = ApiFormats.MediaType(format);
        if (next is not null)
            context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
    }
}

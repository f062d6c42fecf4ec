using System.Text.Json;
using Forecast.Web.Features.Api.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>Bodies in JSON, and what is wrong with them.</summary>
internal static class ApiBody
{
    private const string Json = "application/json";
    private const int MostBytes = 1 << 20;

    /// <summary>The body as what it should be.</summary>
    /// <exception cref="ApiProblemException">The body is of another type, too large, not JSON, or not what is asked for.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            throw ApiProblems.WrongMediaType(context.Request.ContentType ?? "", Json);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MostBytes;
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ApiJson.Options, context.RequestAborted)
                ?? throw ApiProblems.WrongBody("The body is null.", "Send an object.");
        }
        catch (JsonException e)
        {
            throw ApiProblems.WrongBody(
                Fault(e), "Compare the body with the example in /api/v1/openapi.json.",
                e.Path is { Length: > 1 } path ? $"body, {Printable(path)}" : "body");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException) // Text that is no Unicode.
        {
            throw ApiProblems.WrongBody("The body holds text that is not Unicode.", "Send it in UTF-8.");
        }
    }

    /// <summary>Without the names of our types.</summary>
    private static string Fault(JsonException e) =>
        e.LineNumber is { } line && e.InnerException is not null ? $"The body is not JSON: line {line + 1} cannot be read."
            : "The body is not what this address takes: a member is missing, unknown, or of another type.";

    private static string Printable(string path) =>
        new([.. path.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)]);
}

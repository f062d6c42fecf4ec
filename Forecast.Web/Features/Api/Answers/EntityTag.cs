using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>
/// Strong tags of answers: the same tag means the same bytes. What the caller accepts is part of it, as answers may be packed on their way.
/// </summary>
internal static class EntityTag
{
    /// <summary>The tag of whatever these parts lead to.</summary>
    public static EntityTagHeaderValue Of(HttpRequest request, ApiFormat format, ReadOnlySpan<byte> content, string? next = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        hash.AppendData(Encoding.UTF8.GetBytes($"|{format}|{request.Headers.AcceptEncoding}|{next}"));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"");
    }

    /// <summary>Sets the headers; whether the caller has the answer already, which is then ended.</summary>
    public static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        // Asked anew each time: rights may be gone, and only the server knows.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        context.Response.Headers.Append("Vary", "Accept, Authorization, Cookie");
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}

using Forecast.Web.Features.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>In which form an answer is sent.</summary>
internal enum ApiFormat
{
    Json,
    Csv,
    Parquet,
}

/// <summary>Chooses the form that the caller likes best of those there are.</summary>
internal static class ApiFormats
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Parquet = "application/vnd.apache.parquet";

    public static readonly string[] OfTables = [Json, Csv, Parquet];

    public static string MediaType(ApiFormat format) => format switch
    {
        ApiFormat.Csv => "text/csv; charset=utf-8",
        ApiFormat.Parquet => Parquet,
        _ => "application/json; charset=utf-8",
    };

    /// <summary>That of an answer which is a table, so there is every form of it.</summary>
    /// <exception cref="ApiProblemException">None of them is accepted.</exception>
    public static ApiFormat OfTable(HttpRequest request) => Choose(request, OfTables.Length);

    /// <summary>The best one; JSON where the caller does not say.</summary>
    /// <param name="request">What the caller accepts.</param>
    /// <param name="offered">How many of the forms there are, in their order.</param>
    /// <exception cref="ApiProblemException">None of them is accepted.</exception>
    public static ApiFormat Choose(HttpRequest request, int offered)
    {
        var given = request.Headers.Accept;
        if (given.Count == 0)
            return ApiFormat.Json;
        if (!MediaTypeHeaderValue.TryParseList(given, out var accepted))
            throw ApiProblems.WrongHeader("Accept", "The header Accept cannot be read.", $"Write Accept: {Json}, for example.");
        var best = OfTables.Take(offered).Select((type, i) => (Format: (ApiFormat)i, Quality: QualityOf(type, accepted)))
            .OrderByDescending(f => f.Quality).First(); // Of equals the first one: sorting is stable.
        return best.Quality > 0 ? best.Format : throw ApiProblems.NoFormat(
            string.Join(", ", accepted.Select(a => a.MediaType.ToString())), OfTables.Take(offered));
    }

    /// <summary>The most specific range that fits counts (RFC 9110, 12.5.1).</summary>
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> accepted)
    {
        var media = new MediaTypeHeaderValue(type);
        var fits = accepted.Where(range => media.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0).FirstOrDefault();
        return fits is null ? 0 : fits.Quality ?? 1;
    }
}

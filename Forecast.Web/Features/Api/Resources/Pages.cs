using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Questions;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>Lists in pages: one row more than a page holds is read, and tells whether another page follows.</summary>
internal static class Pages
{
    /// <summary>The key after which to go on, and how many rows a page holds.</summary>
    public static (long After, int Limit) Bounds(ApiQuestion question) =>
        (question.After(keys: 1)[0], (int)question.Get(ApiParameters.Limit)!.Value);

    /// <summary>The page of rows that were read, one more than the limit at most.</summary>
    public static Page<T> Of<TRow, T>(
        ApiQuestion question, IReadOnlyList<TRow> rows, int limit, Func<TRow, long> key, Func<TRow, T> answer) =>
        new()
        {
            Items = [.. rows.Take(limit).Select(answer)],
            Next = rows.Count > limit ? question.Next(Place.Write(key(rows[limit - 1]))) : null,
        };
}

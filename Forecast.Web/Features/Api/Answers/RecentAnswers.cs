using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>
/// Answers as they were sent. For a moment they are sent again as they are, so that many programs that ask the same at the same time cost
/// one reading; afterwards one caller finds out what holds now, and where that bears the same tag the bytes still serve.
/// </summary>
/// <param name="moment">For how long nobody asks whether an answer still holds; no answer is ever older than twice that.</param>
/// <param name="time">The clock.</param>
internal sealed class RecentAnswers(TimeSpan moment, TimeProvider time) : IDisposable
{
    /// <summary>Longer answers are sent, not kept.</summary>
    public const int LongestBytes = 4 << 20;

    private const long MostBytes = 64 << 20;

    private static readonly TimeSpan Unasked = TimeSpan.FromMinutes(10);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>Whether answers are kept at all.</summary>
    public bool AreKept => moment > TimeSpan.Zero;

    /// <summary>
    /// The answer to a question, where it need not be looked up; of many callers that come too late for it, one gets none.
    /// </summary>
    public KeptAnswer? FindFresh(string question) => Find(question) is { } answer && answer.IsFresh(time, moment) ? answer : null;

    /// <summary>The answer as it was last sent, fresh or not.</summary>
    public KeptAnswer? Find(string question) => kept.Get<KeptAnswer>(question);

    /// <summary>Keeps an answer, or renews it.</summary>
    public void Keep(string question, EntityTagHeaderValue tag, string? next, ReadOnlyMemory<byte> body) => kept.Set(
        question, new KeptAnswer(tag, next, body, time.GetTimestamp()),
        new MemoryCacheEntryOptions { Size = body.Length + question.Length, SlidingExpiration = Unasked });

    /// <summary>The next caller looks the answer up.</summary>
    public void Forget(string question) => kept.Remove(question);

    /// <inheritdoc />
    public void Dispose() => kept.Dispose();
}

using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>An answer as it was sent.</summary>
/// <param name="tag">Its strong tag.</param>
/// <param name="next">The address of the next page; null on the last one.</param>
/// <param name="body">Its bytes.</param>
/// <param name="lookedUpAt">When it was known to hold, as a timestamp of the clock.</param>
internal sealed class KeptAnswer(EntityTagHeaderValue tag, string? next, ReadOnlyMemory<byte> body, long lookedUpAt)
{
    private long lookedUpAt = lookedUpAt;

    public EntityTagHeaderValue Tag => tag;

    public string? Next => next;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>
    /// Whether it was known to hold a moment ago. The first who hears that it was not is the one to look it up; until that is done the
    /// others go on with what there is.
    /// </summary>
    public bool IsFresh(TimeProvider time, TimeSpan moment)
    {
        long before = Volatile.Read(ref lookedUpAt);
        return time.GetElapsedTime(before) < moment || Interlocked.CompareExchange(ref lookedUpAt, time.GetTimestamp(), before) != before;
    }
}

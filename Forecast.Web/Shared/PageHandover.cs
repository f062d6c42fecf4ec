using Forecast.Domain.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Forecast.Web.Shared;

/// <summary>
/// A page is rendered twice: as plain HTML, then by its circuit. The second rendering takes what the first has read instead of reading it
/// again, and so shows no loading state in between.
/// </summary>
/// <typeparam name="T">What a page shows.</typeparam>
/// <param name="most">How much may be left at a time, in what <see cref="SizeOf"/> counts.</param>
internal abstract class PageHandover<T>(long most) : IDisposable
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MemoryCache left = new(new MemoryCacheOptions { SizeLimit = most });

    public void Dispose()
    {
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What <paramref name="read"/> reads; a circuit takes what its page has left at the same place, if anything.</summary>
    protected async Task<T?> HandOverAsync(Viewer viewer, string? place, bool isInteractive, Func<Task<T?>> read)
    {
        if (isInteractive && Take(viewer, place) is { } found)
            return found;
        var shown = await read();
        if (!isInteractive && shown is not null)
            left.Set((viewer.UserId, place), shown,
                new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Patience, Size = SizeOf(shown) });
        return shown;
    }

    /// <summary>Whether all of it is still the viewer's to see.</summary>
    protected abstract bool MaySee(Viewer viewer, T shown);

    /// <summary>What it counts for.</summary>
    protected virtual long SizeOf(T shown) => 1;

    /// <summary>What was left for this viewer, once; null when there is nothing or the viewer's rights have changed since.</summary>
    private T? Take(Viewer viewer, string? place)
    {
        if (!left.TryGetValue((viewer.UserId, place), out T? shown) || shown is null)
            return null;
        left.Remove((viewer.UserId, place));
        return MaySee(viewer, shown) ? shown : null;
    }
}

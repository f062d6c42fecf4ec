using Forecast.Domain.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>
/// A page is rendered twice: as plain HTML, then by its circuit. The second rendering takes the sheet of the first instead of reading it
/// again, and so shows no loading state in between.
/// </summary>
internal sealed class SheetHandover : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>In series, which is what a sheet's memory goes by.</summary>
    private const int Most = 100_000;

    private readonly MemoryCache sheets = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>What <paramref name="read"/> reads; a circuit takes what its page has left under the same address, if anything.</summary>
    public async Task<Sheet?> ReadAsync(Viewer viewer, string address, bool isInteractive, Func<Task<Sheet?>> read)
    {
        if (isInteractive && Take(viewer, address) is { } left)
            return left;
        var sheet = await read();
        if (!isInteractive && sheet is not null)
            sheets.Set((viewer.UserId, address), sheet, new MemoryCacheEntryOptions
            {
                AbsoluteExpirationRelativeToNow = Patience,
                Size = 1 + sheet.Series.Count,
            });
        return sheet;
    }

    public void Dispose() => sheets.Dispose();

    /// <summary>The sheet left for this viewer, once; null when there is none or the viewer's rights have changed since.</summary>
    private Sheet? Take(Viewer viewer, string address)
    {
        if (!sheets.TryGetValue((viewer.UserId, address), out Sheet? sheet) || sheet is null)
            return null;
        sheets.Remove((viewer.UserId, address));
        return sheet.Regions.All(r => viewer.MaySee(r.Id)) ? sheet : null;
    }
}

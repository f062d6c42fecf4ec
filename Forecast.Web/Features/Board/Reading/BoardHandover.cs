using Forecast.Domain.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>
/// A page is rendered twice: as plain HTML, then by its circuit. The second rendering takes the board of the first instead of
/// reading it again, and so shows no loading state in between.
/// </summary>
internal sealed class BoardHandover : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MemoryCache boards = new(new MemoryCacheOptions { SizeLimit = 500 });

    public void Leave(Viewer viewer, string? regionCode, RegionBoard board) =>
        boards.Set((viewer.UserId, regionCode), board, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Patience, Size = 1 });

    /// <summary>The board left for this viewer, once; null when there is none or the viewer's rights have changed since.</summary>
    public RegionBoard? Take(Viewer viewer, string? regionCode)
    {
        if (!boards.TryGetValue((viewer.UserId, regionCode), out RegionBoard? board) || board is null)
            return null;
        boards.Remove((viewer.UserId, regionCode));
        return viewer.MaySee(board.Region.Id) && board.Regions.All(r => viewer.MaySee(r.Id)) ? board : null;
    }

    public void Dispose() => boards.Dispose();
}

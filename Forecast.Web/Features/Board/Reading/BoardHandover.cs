using Forecast.Domain.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>
/// A page is rendered twice: as plain HTML, then by its circuit. The second rendering takes the board of the first instead of
/// reading it again, and so shows no loading state in between.
/// </summary>
internal sealed class BoardHandover(BoardReader reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MemoryCache boards = new(new MemoryCacheOptions { SizeLimit = 500 });

    /// <summary>
    /// The board as <see cref="BoardReader.ReadAsync"/> has it; a circuit takes the one that its page left, if there is one.
    /// </summary>
    public async Task<RegionBoard?> ReadAsync(Viewer viewer, string? regionCode, bool isInteractive, CancellationToken cancellationToken)
    {
        if (isInteractive && Take(viewer, regionCode) is { } left)
            return left;
        var read = await reader.ReadAsync(viewer, regionCode, cancellationToken);
        if (!isInteractive && read is not null)
            boards.Set((viewer.UserId, regionCode), read,
                new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Patience, Size = 1 });
        return read;
    }

    public void Dispose() => boards.Dispose();

    /// <summary>The board left for this viewer, once; null when there is none or the viewer's rights have changed since.</summary>
    private RegionBoard? Take(Viewer viewer, string? regionCode)
    {
        if (!boards.TryGetValue((viewer.UserId, regionCode), out RegionBoard? board) || board is null)
            return null;
        boards.Remove((viewer.UserId, regionCode));
        return viewer.MaySee(board.Region.Id) && board.Regions.All(r => viewer.MaySee(r.Id)) ? board : null;
    }
}

using Forecast.Domain.Access;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>Hands the board of a page over to its circuit.</summary>
internal sealed class BoardHandover(BoardReader reader) : PageHandover<RegionBoard>(most: 500)
{
    /// <summary>
    /// The board as <see cref="BoardReader.ReadAsync"/> has it; a circuit takes the one that its page left, if there is one.
    /// </summary>
    public Task<RegionBoard?> ReadAsync(Viewer viewer, string? regionCode, bool isInteractive, CancellationToken cancellationToken) =>
        HandOverAsync(viewer, regionCode, isInteractive, () => reader.ReadAsync(viewer, regionCode, cancellationToken));

    protected override bool MaySee(Viewer viewer, RegionBoard shown) =>
        viewer.MaySee(shown.Region.Id) && shown.Regions.All(r => viewer.MaySee(r.Id));
}

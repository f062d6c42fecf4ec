using Forecast.Domain.Access;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>Hands the sheet of a page over to its circuit; a sheet's memory goes by its series.</summary>
internal sealed class SheetHandover() : PageHandover<Sheet>(most: 100_000)
{
    /// <summary>What <paramref name="read"/> reads; a circuit takes what its page has left under the same address, if anything.</summary>
    public Task<Sheet?> ReadAsync(Viewer viewer, string address, bool isInteractive, Func<Task<Sheet?>> read) =>
        HandOverAsync(viewer, address, isInteractive, read);

    protected override bool MaySee(Viewer viewer, Sheet shown) => shown.Regions.All(r => viewer.MaySee(r.Id));

    protected override long SizeOf(Sheet shown) => 1 + shown.Series.Count;
}

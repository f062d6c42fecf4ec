using Forecast.Domain.Access;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy.Reading;

/// <summary>Hands what the page has read over to its circuit.</summary>
internal sealed class AccuracyHandover() : PageHandover<AccuracyReading>(most: 200_000)
{
    /// <summary>What <paramref name="read"/> reads; a circuit takes what its page has left under the same address, if anything.</summary>
    public Task<AccuracyReading?> ReadAsync(Viewer viewer, string address, bool isInteractive, Func<Task<AccuracyReading?>> read) =>
        HandOverAsync(viewer, address, isInteractive, read);

    protected override bool MaySee(Viewer viewer, AccuracyReading shown) => shown.Regions.All(r => viewer.MaySee(r.Id));

    protected override long SizeOf(AccuracyReading shown) => 1 + shown.Rows.Count + shown.Bias.Count;
}

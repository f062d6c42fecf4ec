using Forecast.Training.Runs.Publishing;
using Microsoft.Extensions.Logging;

namespace Forecast.Training.Runs.Watch;

/// <summary>
/// Works transport out where it is due: after routes were loaded or changed, and where whoever published a forecast did not come to it.
/// </summary>
internal sealed class DueTransport(TransportWork work, ILogger<DueTransport> logger) : IWatch
{
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (int region in await work.DueAsync(ct))
        {
            try
            {
                await work.WorkOutAsync(region, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Transport of region {Region} could not be worked out; it is tried again.", region);
            }
        }
    }
}

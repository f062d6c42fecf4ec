using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>
/// Outlooks never change once written, so every visitor of this process shares them. Bounded: at some 6 KB each, the limit
/// is about 50 MB. Rights are checked before anybody asks here.
/// </summary>
internal sealed class OutlookCache : IDisposable
{
    private const int Limit = 8_192;

    private readonly MemoryCache outlooks = new(new MemoryCacheOptions { SizeLimit = Limit, CompactionPercentage = 0.25 });

    /// <summary>The outlooks of these stores in these versions; what is not stored is missing from the answer.</summary>
    public async Task<Dictionary<(long Version, int Store), StoreOutlook>> ReadAsync(
        ForeactDb db, IEnumerable<(long Version, int Store)> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(long, int), StoreOutlook>();
        var missing = new List<(long Version, int Store)>();
        foreach (var key in wanted)
        {
            if (outlooks.TryGetValue(key, out StoreOutlook? known) && known is not null)
                found[key] = known;
            else
                missing.Add(key);
        }

        foreach (var version in missing.GroupBy(key => key.Version, key => key.Store))
        {
            int[] stores = [.. version];
            var read = db.StoreOutlooks.AsNoTracking().Where(o => o.VersionId == version.Key && stores.Contains(o.StoreId));
            await foreach (var outlook in read.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                found[(outlook.VersionId, outlook.StoreId)] = outlook;
                outlooks.Set((outlook.VersionId, outlook.StoreId), outlook, new MemoryCacheEntryOptions { Size = 1 });
            }
        }

        return found;
    }

    public void Dispose() => outlooks.Dispose();
}

using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>What items are called; a renamed item shows its new name within a minute.</summary>
internal sealed class ItemNames(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile Snapshot known = new(new Dictionary<int, BoardItem>(), 0);

    public async Task<IReadOnlyDictionary<int, BoardItem>> ReadAsync(
        ForeactDb db, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var current = known;
        if (current.ReadAt != 0 && time.GetElapsedTime(current.ReadAt) < Lifetime && ids.All(current.Items.ContainsKey))
            return current.Items;

        var readAt = time.GetTimestamp();
        var items = await db.Items.AsNoTracking().Select(i => new BoardItem(i.Id, i.Code, i.Name, i.Category))
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        known = new Snapshot(items, readAt);
        return items;
    }

    private sealed record Snapshot(IReadOnlyDictionary<int, BoardItem> Items, long ReadAt);
}

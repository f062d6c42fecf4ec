using Forecast.Training.Engine;
using Forecast.Training.Panels;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>Finds stores whose history has changed behind a model's back.</summary>
internal sealed class Corrections(NpgsqlDataSource database)
{
    /// <summary>
    /// Stores with a change, by a load the model has not seen, of a day it was fitted on; with a sentence part saying so.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, string>> SinceAsync(
        IReadOnlyCollection<int> storeIds, long seenLoadId, DateOnly fittedUntil, CancellationToken ct)
    {
        const string sql = """
            SELECT store_id, min(first_day) FROM sales_change WHERE store_id = ANY($1) AND load_id > $2 AND first_day <= $3
                GROUP BY store_id
            """;
        var found = await database.Command(sql, storeIds.ToArray(), seenLoadId, fittedUntil)
            .ListAsync(r => (Store: r.GetInt32(0), Day: r.GetFieldValue<DateOnly>(1)), ct);
        return found.ToDictionary(f => f.Store, f => FormattableString.Invariant($"sales since {f.Day:yyyy-MM-dd} were corrected"));
    }

    /// <summary>Stores whose series are no longer those of the state.</summary>
    public static IReadOnlyDictionary<int, string> OfSeries(IEnumerable<PanelSeries> now, FittedPanel state)
    {
        var then = state.Series.ToLookup(s => s.Store, s => s.SeriesId);
        return now.GroupBy(s => s.Store)
            .Select(g => (Store: g.Key, New: g.Select(s => s.SeriesId).Except(then[g.Key]).Count(), Known: then[g.Key].Any()))
            .Where(g => g.New > 0)
            .ToDictionary(
                g => g.Store,
                g => g.Known ? FormattableString.Invariant($"{g.New} items are new") : "the store is new");
    }
}

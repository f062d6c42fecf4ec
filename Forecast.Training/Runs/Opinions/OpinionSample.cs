using Forecast.Domain.Catalog;
using Forecast.Training.History;
using Forecast.Training.Panels;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Opinions;

/// <summary>
/// Reads the series that a second opinion is about: whole stores of one stored part of the model version, which is a mixture of large and
/// small ones, as many as fit; every version has another part's turn.
/// </summary>
internal sealed class OpinionSample(
    NpgsqlDataSource database, SeriesCatalog catalog, PanelReader panels, IOptions<RunOptions> options)
{
    /// <summary>The panel up to the last day of which anything is known.</summary>
    public async Task<Panel> ReadAsync(Region region, OpinionOrder order, CancellationToken ct)
    {
        const string sql = """
            SELECT store_ids FROM model_artifact WHERE model_version_id = $1 AND store_ids <> '{}' ORDER BY shard
            """;
        var parts = await database.Command(sql, order.ModelVersionId).ListAsync(r => r.GetFieldValue<int[]>(0), ct);
        var chosen = parts.Count == 0
            ? []
            : Choose(await catalog.ReadAsync(parts[(int)(order.ModelVersionId % parts.Count)], ct), options.Value.SecondOpinionSeries);
        return PanelDays.UntilLastKnown(
            await panels.ReadAsync(chosen, ShardHistory.ForFit(region, order.Origin, order.Horizon), ct));
    }

    /// <summary>
    /// Whole stores in their order until no more fit. Of a first store that alone is too large, items are taken at even distances.
    /// </summary>
    internal static List<PanelSeries> Choose(IReadOnlyList<CatalogSeries> series, int most)
    {
        var chosen = new List<PanelSeries>();
        foreach (var store in series.GroupBy(s => s.StoreId).Select(g => g.ToList()))
        {
            if (chosen.Count == 0 && store.Count > most)
                return [.. Enumerable.Range(0, most).Select(i => store[(int)((long)i * store.Count / most)].ToPanel())];
            if (chosen.Count + store.Count <= most)
                chosen.AddRange(store.Select(s => s.ToPanel()));
        }

        return chosen;
    }
}

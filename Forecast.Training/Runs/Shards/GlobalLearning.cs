using Forecast.Domain.Catalog;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Panels;
using Forecast.Training.Registry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>
/// Learns the model over all series of a run, once, before its shards are fitted, and hands it to them by the registry. The histories are
/// read shard by shard, so that a large region needs no more memory than a small one.
/// </summary>
internal sealed class GlobalLearning(
    NpgsqlDataSource database, SeriesCatalog catalog, PanelReader panels, ModelRegistry registry, ModelArtifacts artifacts, FitSlots slots,
    IOptions<RunOptions> options, IOptions<EngineOptions> engineOptions)
{
    /// <summary>What was learned last: the shards of a run ask for the same one after another.</summary>
    private volatile Learned? latest;

    /// <summary>
    /// Learns; the result has no forecasts. Without enough history there is no artifact either, and the shards do without.
    /// </summary>
    public async Task<ShardResult> RunAsync(ShardWork work, Region region, CancellationToken ct)
    {
        var shards = await ShardsAsync(work.RunId, ct);
        var engine = engineOptions.Value.With(work.Horizon, options.Value.LearnThreads);
        var learner = new GlobalLearner(engine, shards.Sum(s => s.Series));
        var digests = new List<string>();
        var next = ReadAsync(region, work, shards[0].Stores, ct);
        for (int shard = 0; shard < shards.Count; shard++)
        {
            var panel = await next;
            if (shard + 1 < shards.Count)
                next = ReadAsync(region, work, shards[shard + 1].Stores, ct); // while this one is drawn from
            digests.Add(DataDigest.Of(panel));
            await slots.RunAsync(() => learner.Add(PanelDays.UntilLastKnown(panel), ct), ct);
        }

        var learned = await slots.RunAsync(() => learner.Learn(ct), ct);
        var artifact = learned is null
            ? null
            : await registry.SaveAsync(work.ModelVersionId, work.Number, work.AttemptName(), learned, DataDigest.Combine(digests), ct);
        return new ShardResult([], [], artifact, []);
    }

    /// <summary>What the run's first shard learned; null where it found too little to learn from, or learning is switched off.</summary>
    /// <exception cref="InvalidDataException">It was stored, but is missing or damaged.</exception>
    public async Task<GlobalFit?> LearnedAsync(long modelVersionId, CancellationToken ct)
    {
        if (latest is { } known && known.ModelVersionId == modelVersionId)
            return known.Fit;
        if (await artifacts.LearnedAsync(modelVersionId, ct) is not { } artifact)
            return null;
        var loaded = await registry.LoadLearnedAsync(artifact, ct);
        var fit = loaded.State ?? throw new InvalidDataException($"The model over all series cannot be used: {loaded.WhyNot}.");
        latest = new Learned(modelVersionId, fit);
        return fit;
    }

    private async Task<Panel> ReadAsync(Region region, ShardWork work, int[] stores, CancellationToken ct)
    {
        var series = await catalog.ReadAsync(stores, ct);
        return await panels.ReadAsync(
            [.. series.Select(s => s.ToPanel())], ShardHistory.ForLearning(region, work.Origin, work.Horizon), ct);
    }

    /// <summary>The run's shards, as many as there are series to learn from; each is a mixture of large and small stores.</summary>
    private async Task<List<(int[] Stores, int Series)>> ShardsAsync(long runId, CancellationToken ct)
    {
        const string sql = """
            SELECT store_ids, series_count FROM (
                SELECT number, store_ids, series_count, sum(series_count) OVER (ORDER BY number) - series_count AS before
                FROM run_shard WHERE run_id = $1 AND store_ids <> '{}') s
            WHERE before < $2 ORDER BY number
            """;
        return await database.Command(sql, runId, options.Value.MostSeriesToLearnFrom)
            .ListAsync(r => (r.GetFieldValue<int[]>(0), r.GetInt32(1)), ct);
    }

    private sealed record Learned(long ModelVersionId, GlobalFit Fit);
}

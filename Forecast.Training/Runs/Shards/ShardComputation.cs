using Forecast.Domain.Catalog;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Review;
using Forecast.Training.History;
using Forecast.Training.Panels;
using Forecast.Training.Registry;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>
/// Computes one shard: fits it, or folds new days into stored state and refits only the stores whose state does not match.
/// </summary>
internal sealed class ShardComputation(
    NpgsqlDataSource database, SeriesCatalog catalog, PanelReader panels, ModelRegistry registry, ModelArtifacts artifacts,
    GlobalLearning learning,
    RegionReader regions, Corrections corrections, FitSlots slots, IOptions<EngineOptions> engineOptions, ILogger<ShardComputation> logger)
{
    /// <summary>Computes the shard.</summary>
    public async Task<ShardResult> RunAsync(ShardWork work, CancellationToken ct)
    {
        var region = await regions.FindAsync(work.RegionId, ct);
        if (work.Learns)
            return await learning.RunAsync(work, region, ct);
        return work.Fits ? await FitAsync(work, region, ct) : await UpdateAsync(work, region, ct);
    }

    private async Task<ShardResult> FitAsync(ShardWork work, Region region, CancellationToken ct)
    {
        var series = await catalog.ReadAsync(work.StoreIds, ct);
        var panel = await panels.ReadAsync(
            [.. series.Select(s => s.ToPanel())], ShardHistory.ForFit(region, work.Origin, work.Horizon), ct);
        var engine = Engine(work, slots.ThreadsFor(work.ShardCount));
        var learned = await learning.LearnedAsync(work.ModelVersionId, ct);
        var (state, forecast) = await slots.RunAsync(() => FitAndPredict(engine, panel, learned, ct), ct);
        var reviewing = Task.Run(() => SalesReview.Of(state, panel, 1), ct); // while the state is stored and the next shard is fitted
        var artifact = await registry.SaveAsync(
            work.ModelVersionId, work.Number, work.AttemptName(), work.StoreIds, state, DataDigest.Of(panel), ct);
        var stores = new HashSet<int>(work.StoreIds);
        var outlooks = OutlookBuilder.Build(work.ForecastVersionId, stores, series, panel, forecast);
        return new ShardResult(
            [PartOf(panel, forecast, stores)], outlooks, artifact,
            [])
        {
            Review = new ReviewPart(stores, panel.Series, await reviewing),
            Loads = LoadBuilder.Build(work.ForecastVersionId, stores, series, forecast),
        };
    }

    private async Task<ShardResult> UpdateAsync(ShardWork work, Region region, CancellationToken ct)
    {
        var artifact = await artifacts.OfStoresAsync(work.ModelVersionId, work.StoreIds, ct);
        var loading = artifact is null ? Task.FromResult(BlobLoad<FittedPanel>.Missing()) : registry.LoadAsync(artifact, ct);
        // The whole artifact is brought up to date even for one store of it: that costs little, and its state is one piece.
        var series = await catalog.ReadAsync(artifact?.StoreIds.Union(work.StoreIds).ToArray() ?? work.StoreIds, ct);
        var wanted = new HashSet<int>(work.StoreIds);
        var loaded = await loading;
        if (loaded.State is not { } state)
        {
            var why = artifact is null ? "they were not in the model" : loaded.WhyNot;
            return await RefitAsync(work, region, series, wanted.ToDictionary(s => s, _ => why), ct);
        }

        var mismatches = Corrections.OfSeries(series.Select(s => s.ToPanel()), state).Where(m => wanted.Contains(m.Key)).ToDictionary();
        foreach (var (store, why) in await corrections.SinceAsync(work.StoreIds, work.SeenLoadId, state.Origin, ct))
            mismatches.TryAdd(store, why);
        var kept = wanted.Except(mismatches.Keys).ToHashSet();
        if (kept.Count == 0)
            return await RefitAsync(work, region, series, mismatches, ct);

        var panel = await panels.ReadAsync(state.Series, ShardHistory.ForUpdate(region, work.Origin, work.Horizon), ct);
        var engine = Engine(work, Environment.ProcessorCount);
        var (forecast, whyNot) = await Task.Run(() => TryUpdate(engine, state, panel), ct);
        if (forecast is null)
            return await RefitAsync(work, region, series, wanted.ToDictionary(s => s, s => mismatches.GetValueOrDefault(s, whyNot)), ct);

        var updated = new ShardResult(
            [PartOf(panel, forecast, kept)], OutlookBuilder.Build(work.ForecastVersionId, kept, series, panel, forecast), null, [])
        {
            Loads = LoadBuilder.Build(work.ForecastVersionId, kept, series, forecast),
        };
        if (mismatches.Count == 0)
            return updated;
        var refitted = await RefitAsync(work, region, series, mismatches, ct);
        return refitted with
        {
            Parts = [.. updated.Parts, .. refitted.Parts],
            Outlooks = [.. updated.Outlooks, .. refitted.Outlooks],
            Loads = [.. updated.Loads, .. refitted.Loads],
        };
    }

    /// <summary>
    /// Fits some stores anew for this forecast only; the model version stays as it is. The state is kept to explain the forecast by.
    /// </summary>
    private async Task<ShardResult> RefitAsync(
        ShardWork work, Region region, IReadOnlyList<CatalogSeries> series, IReadOnlyDictionary<int, string> whyByStore,
            CancellationToken ct)
    {
        var stores = whyByStore.Keys.ToHashSet();
        var own = series.Where(s => stores.Contains(s.StoreId)).ToList();
        var panel = await panels.ReadAsync([.. own.Select(s => s.ToPanel())], ShardHistory.ForFit(region, work.Origin, work.Horizon), ct);
        var engine = Engine(work, Environment.ProcessorCount);
        var learned = await LearnedOrNoneAsync(work, ct);
        var (state, forecast) = await Task.Run(() => FitAndPredict(engine, panel, learned, ct), ct);
        var review = await Task.Run(() => SalesReview.Of(state, panel, Environment.ProcessorCount), ct);
        var refit = await registry.SaveAsync(work.ModelVersionId, work.Number, work.AttemptName(), stores, state, DataDigest.Of(panel), ct);
        var outlooks = OutlookBuilder.Build(work.ForecastVersionId, stores, own, panel, forecast);
        var codes = await StoreCodesAsync(stores, ct);
        return new ShardResult([PartOf(panel, forecast, stores)], outlooks, null, RunRemarks.OfRefits(whyByStore, codes))
        {
            Review = new ReviewPart(stores, panel.Series, review),
            Refit = refit,
            Loads = LoadBuilder.Build(work.ForecastVersionId, stores, own, forecast),
        };
    }

    /// <summary>A refit is already the way out of missing state, so it does without the model over all series if need be.</summary>
    private async Task<GlobalFit?> LearnedOrNoneAsync(ShardWork work, CancellationToken ct)
    {
        try
        {
            return await learning.LearnedAsync(work.ModelVersionId, ct);
        }
        catch (InvalidDataException e)
        {
            logger.LogWarning(e, "Stores are refitted without the model over all series.");
            return null;
        }
    }

    /// <summary>
    /// Fits until the last day with sales and rolls forward to the origin, so that the state ends where the data ends: a feed that comes
    /// late brings new days then, not corrections.
    /// </summary>
    private static (FittedPanel State, PanelForecast Forecast) FitAndPredict(
        ForecastEngine engine, Panel panel, GlobalFit? learned, CancellationToken ct)
    {
        var state = engine.Fit(PanelDays.UntilLastKnown(panel), learned, ct);
        return (state, engine.Predict(engine.Update(state, panel), panel));
    }

    /// <summary>Folds new days into the state; a state that the engine cannot use is no failure of the run but a reason to refit.</summary>
    private (PanelForecast? Forecast, string WhyNot) TryUpdate(ForecastEngine engine, FittedPanel state, Panel panel)
    {
        if (!engine.CanUpdate(state, panel, out var why))
            return (null, Part(why));
        try
        {
            return (engine.Predict(engine.Update(state, panel), panel), "");
        }
        catch (Exception e)
        {
            logger.LogError(e, "The stored model, though whole, could not be used.");
            return (null, "the stored model could not be used");
        }
    }

    private ForecastPart PartOf(Panel panel, PanelForecast forecast, IReadOnlySet<int> stores) =>
        ForecastPart.Of(panel, forecast, engineOptions.Value.Seasonality, stores);

    private ForecastEngine Engine(ShardWork work, int threads) => new(engineOptions.Value.With(work.Horizon, threads));

    private async Task<IReadOnlyDictionary<int, string>> StoreCodesAsync(IReadOnlyCollection<int> storeIds, CancellationToken ct)
    {
        var codes = await database.Command("SELECT id, code FROM store WHERE id = ANY($1)", storeIds.ToArray())
            .ListAsync(r => (Id: r.GetInt32(0), Code: r.GetString(1)), ct);
        return codes.ToDictionary(c => c.Id, c => c.Code);
    }

    /// <summary>A sentence as the part of another.</summary>
    private static string Part(string? sentence) =>
        sentence is { Length: > 1 } ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.') : "";
}

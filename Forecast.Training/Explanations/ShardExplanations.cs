using Forecast.Domain.Catalog;
using Forecast.Domain.Registry;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Registry;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Forecast.Training.Explanations;

/// <summary>
/// Computes shards again from their stored state, and keeps the last ones: whoever asks why usually asks again. Bounded in bytes and in
/// time, since what was read may be corrected.
/// </summary>
internal sealed class ShardExplanations(ModelRegistry registry, PanelReader panels, ILogger<ShardExplanations> logger) : IDisposable
{
    private const long MostBytes = 256L << 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly MemoryCache shards = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>One at a time: a shard takes a core and some hundred megabytes for a moment, and others have work to do.</summary>
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>
    /// The shard of a forecast whose state an artifact holds; null with the reason, as part of a sentence, if that cannot be used.
    /// </summary>
    public async Task<(ShardExplanation? Shard, string WhyNot)> FindAsync(
        Region region, ShownForecast shown, ModelArtifact artifact, bool fitted, CancellationToken ct)
    {
        var key = (shown.VersionId, artifact.Sha256);
        if (shards.TryGetValue(key, out ShardExplanation? known) && known is not null)
            return (known, "");
        await turn.WaitAsync(ct);
        try
        {
            if (shards.TryGetValue(key, out known) && known is not null)
                return (known, "");
            var (computed, whyNot) = await ComputeAsync(region, shown, artifact, fitted, ct);
            if (computed is not null)
                shards.Set(key, computed, new MemoryCacheEntryOptions
                {
                    Size = computed.Bytes,
                    AbsoluteExpirationRelativeToNow = Lifetime
                });
            return (computed, whyNot);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        shards.Dispose();
        turn.Dispose();
    }

    private async Task<(ShardExplanation? Shard, string WhyNot)> ComputeAsync(
        Region region, ShownForecast shown, ModelArtifact artifact, bool fitted, CancellationToken ct)
    {
        var loaded = await registry.LoadAsync(artifact, ct);
        if (loaded.State is not { } state)
        {
            logger.LogWarning("Forecast {Version} cannot be explained: {Why}.", shown.VersionId, loaded.WhyNot);
            return (null, "the model behind it is not stored any more");
        }

        var query = fitted
            ? ShardHistory.ForFit(region, shown.Origin, shown.Horizon)
            : ShardHistory.ForUpdate(region, shown.Origin, shown.Horizon);
        var panel = await panels.ReadAsync(state.Series, query, ct);
        var engine = new ForecastEngine(new EngineOptions { Seasonality = state.Seasonality, Horizon = shown.Horizon, Threads = 1 });
        if (engine.CanUpdate(state, panel, out var why))
            return (await Task.Run(() => new ShardExplanation(engine, state, panel), ct), "");
        logger.LogWarning("Forecast {Version} cannot be explained: {Why}", shown.VersionId, why);
        return (null, "the sales it was made from are not stored any more");
    }
}

using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Registry;
using Microsoft.Extensions.Options;

namespace Forecast.Tests.Training.Registry;

public class ModelRegistryTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoredState_IsLoadedAsItWas()
    {
        var (registry, _) = await CreateAsync();
        var state = Fit();

        var artifact = await registry.SaveAsync(7, 0, "1", [1, 2], state, "digest", Ct);
        var loaded = await registry.LoadAsync(artifact, Ct);

        Assert.Equal(("versions/7/0-1.state", 64), (artifact.BlobName, artifact.Sha256.Length));
        Assert.Equal(state.Series, loaded.State!.Series);
        Assert.Equal(state.Origin, loaded.State.Origin);
    }

    [Fact]
    public async Task AttemptsOfOneShard_DoNotOverwriteEachOther()
    {
        var (registry, _) = await CreateAsync();

        var first = await registry.SaveAsync(7, 0, "1", [1], Fit(), "", Ct);
        var second = await registry.SaveAsync(7, 0, "2", [1], Fit(seed: 2), "", Ct);

        Assert.NotEqual(first.Sha256, second.Sha256);
        Assert.NotNull((await registry.LoadAsync(first, Ct)).State);
        Assert.NotNull((await registry.LoadAsync(second, Ct)).State);
    }

    [Fact]
    public async Task BlobCutShort_IsDamaged()
    {
        var (registry, blobs) = await CreateAsync();
        var artifact = await registry.SaveAsync(7, 0, "1", [1], Fit(), "", Ct);
        var bytes = await blobs.DownloadAsync(artifact.BlobName, Ct);
        await blobs.UploadAsync(artifact.BlobName, bytes.AsMemory(0, 10), Ct);

        var loaded = await registry.LoadAsync(artifact, Ct);

        Assert.Null(loaded.State);
        Assert.Equal($"the stored model is damaged (10 of {artifact.Length} bytes)", loaded.WhyNot);
    }

    [Fact]
    public async Task BlobGone_IsMissing_AlsoWithTheWholeContainer()
    {
        var (registry, blobs) = await CreateAsync();
        var artifact = await registry.SaveAsync(7, 0, "1", [1], Fit(), "", Ct);
        await blobs.DeleteAsync(artifact.BlobName, Ct);

        Assert.Equal("the stored model is missing", (await registry.LoadAsync(artifact, Ct)).WhyNot);
        var (elsewhere, _) = await CreateAsync("never-created");
        Assert.Equal("the stored model is missing", (await elsewhere.LoadAsync(artifact, Ct)).WhyNot);
    }

    [Fact]
    public async Task NoStorageConfigured_SaysWhatToSet()
    {
        var blobs = new ModelBlobs(Options.Create(new BlobStorageOptions()));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => blobs.DownloadAsync("x", Ct));

        Assert.Contains("Blobs__ServiceUri", thrown.Message, StringComparison.Ordinal);
    }

    private static FittedPanel Fit(int seed = 1) =>
        new ForecastEngine(new EngineOptions { Models = ["local"] }).Fit(SamplePanels.Weekly(4, 120, seed: seed), Ct);

    private async Task<(ModelRegistry Registry, ModelBlobs Blobs)> CreateAsync(string? container = null)
    {
        var blobs = new ModelBlobs(Options.Create(new BlobStorageOptions
        {
            ConnectionString = await servers.BlobConnectionStringAsync(),
            Container = container ?? (await servers.NewBlobContainerAsync()).Name,
        }));
        return (new ModelRegistry(blobs), blobs);
    }
}

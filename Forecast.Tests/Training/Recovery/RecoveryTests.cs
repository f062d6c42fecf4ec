using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Recovery;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Microsoft.Extensions.Options;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Recovery;

/// <summary>What was kept comes back, entirely or not at all, and what is missing is named.</summary>
public class RecoveryTests(RecoveryTests.Kept kept, EmbeddedServers servers) : IClassFixture<RecoveryTests.Kept>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRowAndBlob_ComesBack()
    {
        await using var target = await Target.MakeAsync(servers);

        var report = await target.RestoreAsync(kept.Folder);

        Assert.Empty(report.Missing);
        Assert.Equal(kept.Digest, await DatabaseDigest.OfAsync(target.Owner));
        Assert.Equal(0, await target.ScalarAsync("SELECT count(*) FROM hangfire.server"));
        Assert.NotEmpty(kept.Manifest.Blobs);
        foreach (var blob in kept.Manifest.Blobs)
            Assert.NotNull(await target.Blobs.DownloadAsync(blob.Name, Ct));
        // Keys go on where they were: what is new takes no place of what came back.
        Assert.Equal(
            await kept.LastRunAsync() + 1,
            await target.ScalarAsync("SELECT nextval(pg_get_serial_sequence('run', 'id'))"));
    }

    [Fact]
    public async Task RefreshAfterwards_IsThatOfTheStoredModel()
    {
        await using var target = await Target.MakeAsync(servers);
        await target.RestoreAsync(kept.Folder);
        await using var host = await target.StartAsync();

        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, run.Message)); // Nothing was fitted anew.
    }

    [Fact]
    public async Task BlobThatIsMissing_IsNamed_AndItsStoresAreFittedAnew()
    {
        var folder = kept.Copy();
        var lost = kept.Manifest.Blobs.First(b => b.Name.EndsWith(".state", StringComparison.Ordinal)).Name;
        File.Delete(Path.Combine(folder, "blobs", lost));
        await using var target = await Target.MakeAsync(servers);

        var report = await target.RestoreAsync(folder);

        Assert.Equal([new MissingBlob(lost, "is not in the backup")], report.Missing);
        Assert.StartsWith($"{lost}: model ", Assert.Single(report.Affected), StringComparison.Ordinal);
        Assert.EndsWith(", in use", report.Affected[0], StringComparison.Ordinal);
        await using var host = await target.StartAsync();
        var run = await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.StartsWith("Refitted ", run.Message, StringComparison.Ordinal);
        Assert.EndsWith("the stored model is missing.", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BlobThatIsMissingAtTheSource_IsNamedByTheBackup()
    {
        await using var target = await Target.MakeAsync(servers);
        await target.RestoreAsync(kept.Folder);
        var lost = kept.Manifest.Blobs.First(b => b.Name.EndsWith(".state", StringComparison.Ordinal)).Name;
        await target.Blobs.DeleteAsync(lost, Ct);
        await using var database = NpgsqlDataSource.Create(target.Owner);
        var place = Directory.CreateTempSubdirectory("foreact-backups-").FullName;
        try
        {
            var (_, manifest) = await new Backup(database, target.Blobs, TimeProvider.System).WriteAsync(place, Ct);

            Assert.Equal([new MissingBlob(lost, "is not in the container")], manifest.Missing);
            Assert.Equal(kept.Manifest.Rows, manifest.Rows);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task DamagedFile_IsRefused_BeforeAnythingIsChanged()
    {
        var folder = kept.Copy();
        var file = Path.Combine(folder, kept.Manifest.Tables.Single(t => t.Name == "public.series_year").File);
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        await using var target = await Target.MakeAsync(servers);

        var failure = await Assert.ThrowsAsync<RecoveryException>(() => target.RestoreAsync(folder));

        Assert.Contains("series_year.copy.gz is not what was written", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await target.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'hangfire')"));
    }

    [Fact]
    public async Task ManifestThatSomebodyChanged_IsRefused()
    {
        var folder = kept.Copy();
        var file = Path.Combine(folder, BackupManifest.FileName);
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, Ct)).Replace("public.run\"", "public.load\"", StringComparison.Ordinal), Ct);
        await using var target = await Target.MakeAsync(servers);

        var failure = await Assert.ThrowsAsync<RecoveryException>(() => target.RestoreAsync(folder));

        Assert.Contains("its checksum is not that of manifest.json.sha256", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupOfALaterVersion_IsRefused()
    {
        var folder = kept.Copy();
        await (kept.Manifest with { Migration = "29990101000000_OfTheFuture" }).WriteAsync(folder, Ct);
        await using var target = await Target.MakeAsync(servers);

        var failure = await Assert.ThrowsAsync<RecoveryException>(() => target.RestoreAsync(folder));

        Assert.Contains("a later version of the product: this one does not know 29990101000000_OfTheFuture", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatHoldsSomething_IsLeftAlone()
    {
        await using var target = await Target.MakeAsync(servers);
        await target.RestoreAsync(kept.Folder);

        var failure = await Assert.ThrowsAsync<RecoveryException>(() => target.RestoreAsync(kept.Folder));

        Assert.StartsWith("The database holds tables already", failure.Message, StringComparison.Ordinal);
        Assert.Equal(kept.Digest, await DatabaseDigest.OfAsync(target.Owner));
    }

    [Fact]
    public void OldBackupsAndThoseNeverFinished_AreRemoved_AndNothingElse()
    {
        var place = Directory.CreateTempSubdirectory("foreact-backups-").FullName;
        try
        {
            string[] names =
                ["foreact-20261101T013000Z", "foreact-20261101T023000Z.partial", "foreact-20261126T013000Z", "foreact-mine", "other"];
            foreach (var name in names)
                Directory.CreateDirectory(Path.Combine(place, name));
            var clock = new StillClock(new DateTimeOffset(2026, 11, 26, 2, 0, 0, TimeSpan.Zero));

            var removed = new Backup(null!, null!, clock).RemoveOlder(place, 14);

            Assert.Equal(["foreact-20261101T013000Z", "foreact-20261101T023000Z.partial"], removed);
            Assert.Equal(3, Directory.GetDirectories(place).Length);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>A backup of the small retailer after a retrain and a refresh.</summary>
    public sealed class Kept(EmbeddedServers servers) : IAsyncLifetime
    {
        private readonly string place = Directory.CreateTempSubdirectory("foreact-backups-").FullName;
        private string source = "";
        private int copies;

        public string Folder { get; private set; } = "";

        public BackupManifest Manifest { get; private set; } = null!;

        /// <summary>What the database held.</summary>
        public SortedDictionary<string, string> Digest { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            await using (var host = await RunsHost.StartAsync(servers, ProcessRole.Web))
            {
                await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
                await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));
                source = host.ConnectionString;
                (Folder, Manifest) = await new Backup(host.Database, host.Get<ModelBlobs>(), TimeProvider.System).WriteAsync(place, Ct);
            }

            Digest = await DatabaseDigest.OfAsync(EmbeddedServers.AsOwner(source));
        }

        public async Task<long> LastRunAsync()
        {
            await using var database = NpgsqlDataSource.Create(source);
            return await ScalarAsync<long>(database, "SELECT max(id) FROM run");
        }

        /// <summary>A copy that a test may damage.</summary>
        public string Copy()
        {
            var copy = Path.Combine(place, $"copy-{Interlocked.Increment(ref copies)}");
            foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(copy, Path.GetRelativePath(Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }

            return copy;
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(place, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>An empty database and an empty container.</summary>
    private sealed class Target : IAsyncDisposable
    {
        private readonly NpgsqlDataSource database;
        private readonly string blobs;
        private readonly string container;

        private Target(string owner, string blobs, string container)
        {
            (Owner, this.blobs, this.container) = (owner, blobs, container);
            database = NpgsqlDataSource.Create(owner);
            Blobs = new ModelBlobs(Options.Create(new BlobStorageOptions { ConnectionString = blobs, Container = container }));
        }

        public string Owner { get; }

        public ModelBlobs Blobs { get; }

        public static async Task<Target> MakeAsync(EmbeddedServers servers) => new(
            await servers.NewEmptyDatabaseAsync(), await servers.BlobConnectionStringAsync(), (await servers.NewBlobContainerAsync()).Name);

        public Task<RestoreReport> RestoreAsync(string folder) => new Restoration(database, Blobs).RunAsync(folder, Ct);

        /// <summary>The product over what came back, with the rights that `migrate` gives it.</summary>
        public async Task<RunsHost> StartAsync()
        {
            await Schema.MigrateAsync(Owner, EmbeddedServers.ProductRole, "");
            return await RunsHost.StartAsync(
                EmbeddedServers.AsProduct(Owner), blobs, container, ProcessRole.Web, Clocks.StartingAt(Boards.Morning));
        }

        public Task<long> ScalarAsync(string sql) => SmallRetailer.ScalarAsync<long>(database, sql);

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}

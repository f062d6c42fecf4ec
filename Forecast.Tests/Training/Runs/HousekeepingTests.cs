using Forecast.Tests.Support;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class HousekeepingTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACenturyLater_OnlyWhatIsOnShowIsLeft_AndTheHistory()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        for (int i = 0; i < 4; i++)
            await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await host.Get<ModelBlobs>().UploadAsync("versions/99/0-1.state", new byte[1], Ct); // Of an attempt that was lost.

        await TidyAsync(host, host.Now.AddYears(100)); // Blobs are as old as the blob server says, which goes by the machine's clock.

        Assert.Equal("3 4", await VersionsAsync(host, "store_outlook")); // On show, and shown before.
        Assert.Equal("1 2 3 4", await VersionsAsync(host, "series_forecast")); // One partition, still needed.
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM model_version"));
        var blobs = await host.Get<ModelBlobs>().WrittenBeforeAsync("", DateTimeOffset.MaxValue, Ct);
        Assert.Equal(4, blobs.Count); // The champion's model over all series, its two shards and its manifest.
        Assert.All(blobs, name => Assert.StartsWith("versions/4/", name, StringComparison.Ordinal));
        Assert.Equal("", (await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct))).Message);
    }

    [Fact]
    public async Task Today_NothingIsThrownAway()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        for (int i = 0; i < 3; i++)
            await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        await TidyAsync(host, host.Now);

        Assert.Equal("1 2 3", await VersionsAsync(host, "store_outlook"));
        Assert.Equal(12, (await host.Get<ModelBlobs>().WrittenBeforeAsync("", DateTimeOffset.MaxValue, Ct)).Count);
        // Tomorrow's, too.
        Assert.Equal(2, await ScalarAsync<long>(
            host.Database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'series_forecast'::regclass"));
    }

    [Fact]
    public async Task PartitionThatNobodyShows_IsDropped()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ExecuteAsync(host.Database, "DELETE FROM current_forecast");

        await TidyAsync(host, host.Now.AddDays(40));

        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM series_forecast"));
        Assert.Equal(1, await ScalarAsync<long>(
            host.Database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'series_forecast'::regclass"));
    }

    [Theory]
    [InlineData("730", "forget audit")]
    [InlineData("0", "old")]
    public async Task OldEntriesOfTheAudit_AreForgotten_WhereTheSettingSaysSo(string days, string left)
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Audit:KeepDays", days));
        await ExecuteAsync(
            host.Database, "INSERT INTO audit_entry (at, by, action, subject, detail) VALUES ('2020-01-01', 'a', 'old', '', '')");

        await TidyAsync(host, host.Now);
        await TidyAsync(host, host.Now);

        Assert.Equal(left, await ScalarAsync<string>(host.Database, "SELECT string_agg(action, ', ') FROM audit_entry"));
    }

    [Fact]
    public async Task WhatWasPublishedAndItsScores_AreForgotten_WhenTheyAreOld_AndTheNewestStay()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Engine:Models:0", "local"));
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ExecuteAsync(host.Database, $"""
            INSERT INTO published_forecast (store_id, day, ahead, version_id, region_id, published_at, series_ids, demand_classes, mean,
                p10, p50, p90, naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90)
            SELECT store_id, '2020-01-01', ahead, version_id, region_id, published_at, series_ids, demand_classes, mean, p10, p50, p90,
                naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90 FROM published_forecast;
            INSERT INTO accuracy_day (region_id, day, load_id, scored_at)
            SELECT 1, day, 1, '2026-01-01' FROM unnest(ARRAY['{Yesterday:yyyy-MM-dd}'::date, '2020-01-01']) AS day
            """);

        await TidyAsync(host, host.Now);
        Assert.Equal(16, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM published_forecast"));
        Assert.Equal(1, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM accuracy_day"));

        await TidyAsync(host, host.Now.AddYears(100));
        Assert.Equal(16, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM published_forecast"));
    }

    private static Task TidyAsync(RunsHost host, DateTimeOffset now) =>
        host.Get<IEnumerable<IWatch>>().OfType<Housekeeping>().Single().TidyAsync(now, Ct);

    private static Task<string> VersionsAsync(RunsHost host, string table) =>
        ScalarAsync<string>(host.Database, $"SELECT string_agg(DISTINCT version_id::text, ' ') FROM {table}");
}

using System.Globalization;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Watch;
using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.Storage;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class SchedulingTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RefreshDuringARetrain_FinishesFirst()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.All, ("Runs:SeriesPerShard", "6"), ("Runs:MinSeriesPerShard", "1"), ("Runs:FitThreads", "1"));
        await host.EndOfAsync((await host.Requests.RetrainAsync(Admin, North, "first", Ct)).RunId);
        // Fits wait at the blob server's door, so that the retrain certainly lasts longer than the refresh.
        await using var gate = await host.Database.OpenConnectionAsync(Ct);
        await using var lockArtifacts = new Npgsql.NpgsqlCommand("BEGIN; LOCK TABLE model_artifact IN SHARE MODE", gate);
        await lockArtifacts.ExecuteNonQueryAsync(Ct);
        var retrain = await host.Requests.RetrainAsync(Admin, North, "again", Ct);

        var refresh = await host.EndOfAsync((await host.Requests.RefreshAsync(Planner, North, null, "now", Ct)).RunId);

        Assert.Equal(RunStatus.Succeeded, refresh.Status);
        Assert.False((await host.Runs.FindAsync(Admin, retrain.RunId, Ct))!.HasEnded);
        await using var release = new Npgsql.NpgsqlCommand("ROLLBACK", gate);
        await release.ExecuteNonQueryAsync(Ct);
        Assert.Equal(RunStatus.Succeeded, (await host.EndOfAsync(retrain.RunId)).Status);
    }

    [Fact]
    public async Task MorningRun_IsStartedOnceADay_WithItsDeadline()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Get<MorningRuns>().StartDueAsync(North, "due", Ct)));

        var ticket = Assert.Single(tickets, t => t is not null);
        var run = await host.ComputeAsync(ticket!);
        Assert.Equal((RunStatus.Succeeded, RunKind.Morning, "schedule"), (run.Status, run.Kind, run.RequestedBy));
        var deadline = TimeZoneInfo.ConvertTime(run.DeadlineAt!.Value, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(new TimeSpan(9, 0, 0), deadline.TimeOfDay);
        Assert.Null(await host.Get<MorningRuns>().StartDueAsync(North, "again", Ct));
    }

    [Fact] // Storage may be away for hours: each attempt is further from the one before, and none comes after the deadline.
    public async Task FailedMorningRun_IsTriedAgain_FurtherApart_UntilTheDeadline()
    {
        var clock = new StillClock(At("2026-11-21T04:00:00Z")); // 05:00 in Berlin, when the run is due; promised for 09:00.
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock);
        foreach (int minutes in (int[])[0, 1, 2, 4, 8, 15, 15])
        {
            clock.Now += TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
            Assert.Null(minutes == 0 ? null : await host.Get<MorningRuns>().StartDueAsync(North, "too soon", Ct));
            clock.Now += TimeSpan.FromSeconds(1);
            Assert.NotNull(await host.Get<MorningRuns>().StartDueAsync(North, "due", Ct));
            await ExecuteAsync(host.Database, $"UPDATE run SET status = 'Failed', finished_at = '{clock.Now:O}' WHERE finished_at IS NULL");
        }

        clock.Now = At("2026-11-21T08:00:00Z");
        Assert.Null(await host.Get<MorningRuns>().StartDueAsync(North, "too late", Ct));
        clock.Now = At("2026-11-22T04:00:00Z");
        Assert.NotNull(await host.Get<MorningRuns>().StartDueAsync(North, "the next morning", Ct));
        Assert.Equal("due|Every morning, attempt 2.|Every morning, attempt 3.", await ScalarAsync<string>(
            host.Database, "SELECT string_agg(reason, '|' ORDER BY id) FROM (SELECT * FROM run ORDER BY id LIMIT 3) run"));
    }

    [Fact]
    public async Task MorningThatFailed_SucceedsOnceStorageIsBack_AndItsHistorySaysWhatItMet()
    {
        var clock = new StillClock(At("2026-11-21T04:00:00Z"));
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock, ("Runs:StartsByItself", "true"));
        // West is another story.
        await ExecuteAsync(host.Database, "UPDATE region SET morning_run_at = '03:00', deadline_at = '08:00' WHERE id = 2");
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await ExecuteAsync(host.Database, "UPDATE run SET kind = 'Retrain', requested_at = requested_at - interval '1 day'");
        await host.ExecuteAsOwnerAsync("ALTER TABLE store_outlook ADD CONSTRAINT broken CHECK (version_id < 0) NOT VALID");
        var first = await host.ComputeAsync((await host.Get<MorningRuns>().StartDueAsync(North, Ct))!);
        Assert.Equal(RunStatus.Failed, first.Status);

        await host.ExecuteAsOwnerAsync("ALTER TABLE store_outlook DROP CONSTRAINT broken");
        clock.Now += TimeSpan.FromMinutes(2);
        await host.LookAsync();

        long again = await ScalarAsync<long>(host.Database, "SELECT max(id) FROM run WHERE kind = 'Morning' AND region_id = 1");
        var second = await host.ComputeAsync(new RunTicket(again, false));
        Assert.Equal((RunStatus.Succeeded, "Every morning, attempt 2."), (second.Status, second.Reason));
        var met = Assert.Single(await host.Runs.AttemptsBeforeAsync(Planner, second, Ct));
        Assert.StartsWith("The database refused to store the forecast.", met.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mornings_FollowTheRegions_AndAreLeftAloneWhereTheyAreRight()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.Get<MorningJobs>().SyncAsync(Ct);
        using var jobs = host.Get<JobStorage>().GetConnection();
        var before = Assert.Single(jobs.GetRecurringJobs(), job => job.Id == MorningJobs.NameOf(North));
        Assert.Equal(("0 5 * * *", "Europe/Berlin"), (before.Cron, before.TimeZoneId));

        await ExecuteAsync(host.Database, "UPDATE region SET morning_run_at = '04:30', time_zone = 'America/Los_Angeles' WHERE id = 1");
        await host.Get<MorningJobs>().SyncAsync(Ct);
        var after = Assert.Single(jobs.GetRecurringJobs(), job => job.Id == MorningJobs.NameOf(North));
        await host.Get<MorningJobs>().SyncAsync(Ct);
        var same = Assert.Single(jobs.GetRecurringJobs(), job => job.Id == MorningJobs.NameOf(North));

        Assert.Equal(("30 4 * * *", "America/Los_Angeles"), (after.Cron, after.TimeZoneId));
        Assert.Equal((after.NextExecution, after.CreatedAt), (same.NextExecution, same.CreatedAt));
        new RecurringJobManager(host.Get<JobStorage>(), host.Get<IJobFilterProvider>()).Trigger(after.Id);
        Assert.Equal("clock", await ScalarAsync<string>(host.Database, "SELECT queue FROM hangfire.jobqueue"));
    }

    [Theory] // Both days on which clocks change, with a time that comes once, twice or never.
    [InlineData("Europe/Berlin", "05:00", "2026-03-29", "03:00")]
    [InlineData("Europe/Berlin", "05:00", "2026-10-25", "04:00")]
    [InlineData("Europe/Berlin", "02:30", "2026-03-29", "01:00")]
    [InlineData("Europe/Berlin", "02:30", "2026-10-25", "00:30")]
    [InlineData("America/New_York", "01:30", "2026-11-01", "05:30")]
    public async Task Schedule_StartsAMorningOnce_OnTheDaysOnWhichClocksChange(string zone, string time, string day, string startsUtc)
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await ExecuteAsync(host.Database, $"""
            UPDATE region SET morning_run_at = '{time}', time_zone = '{zone}' WHERE id = {North}
            """);
        await host.Get<MorningJobs>().SyncAsync(Ct);
        var midnight = DateTime.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        await ScheduleFromAsync(host, midnight.AddHours(-1));

        var started = new List<string>();
        for (var now = midnight; now < midnight.AddHours(12); now = now.AddMinutes(15))
        {
            long before = await JobsOfNorthAsync(host);
            Poll(host, now);
            if (await JobsOfNorthAsync(host) > before)
                started.Add(now.ToString("HH:mm", CultureInfo.InvariantCulture));
        }

        Assert.Equal([startsUtc], started);
    }

    [Fact]
    public async Task Watchdog_StartsFirstForecasts_AndCatchesUpAMissedMorningOnce()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:StartsByItself", "true"), ("Runs:MissedMorningMinutes", "1"));
        await host.LookAsync();
        Assert.Equal("Retrain 1 First forecast., Retrain 2 First forecast.", await RunsAsync(host));
        foreach (long run in (long[])[1, 2])
            await host.ComputeAsync(new RunTicket(run, false));
        await host.LookAsync();
        Assert.Equal(2, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM run")); // Today has a forecast already.

        await ExecuteAsync(
            host.Database, "UPDATE run SET requested_at = requested_at - interval '3 days', finished_at = finished_at - interval '3 days'");
        await host.LookAsync();
        await host.LookAsync();

        Assert.EndsWith(
            "Morning 1 The scheduled run was missed., Morning 2 The scheduled run was missed.", await RunsAsync(host),
            StringComparison.Ordinal);
        // Three mornings were missed, one is caught up.
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM run"));
    }

    [Fact]
    public async Task SalesThatArriveDuringAFit_AreFoldedInAfterIt_Once()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Runs:StartsByItself", "true"));
        await ExecuteAsync(host.Database, "UPDATE region SET morning_run_at = '11:00', deadline_at = '12:00'");
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        await ChangeAsync(host, storeId: 2, Yesterday, Yesterday);
        await ChangeAsync(host, storeId: 6, Yesterday, Yesterday); // West has no fit.
        await host.ComputeAsync(ticket);

        await host.LookAsync();
        await host.LookAsync();

        Assert.Equal("Refresh 1 schedule", await ScalarAsync<string>(host.Database, $"""
            SELECT string_agg(kind || ' ' || region_id || ' ' || requested_by, ', ') FROM run WHERE id > {ticket.RunId}
                AND reason LIKE 'Sales arrived%'
            """));
    }

    [Theory]
    [InlineData("DELETE FROM hangfire.jobqueue")]
    [InlineData("DELETE FROM hangfire.job")]
    [InlineData("UPDATE run_shard SET job_id = NULL")]
    public async Task ShardWhoseJobIsLost_GetsAnother(string loss)
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        long lost = await host.JobOfAsync(ticket, 0);
        await ExecuteAsync(host.Database, loss);

        await host.LookAsync();

        long given = await host.JobOfAsync(ticket, 0);
        Assert.True(given > lost, $"Job {given} came after job {lost}.");
        await host.LookAsync();
        Assert.Equal(given, await host.JobOfAsync(ticket, 0)); // One is enough.
        Assert.Equal(RunStatus.Succeeded, (await host.ComputeAsync(ticket)).Status);
    }

    [Fact]
    public async Task JobDeletedByAnAdmin_IsGivenAgain()
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        long deleted = await host.JobOfAsync(ticket, 0);
        new BackgroundJobClient(host.Get<JobStorage>()).Delete(deleted.ToString(CultureInfo.InvariantCulture));

        await host.LookAsync();

        Assert.True(await host.JobOfAsync(ticket, 0) > deleted);
    }

    [Fact]
    public async Task CancelledRun_TakesItsJobsAndPartsWithIt()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Engine:Models:0", "local"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        long job = await host.JobOfAsync(ticket, 0);

        Assert.True(await host.Requests.CancelAsync(Admin, ticket.RunId, Ct));

        Assert.Equal("Cancelled", await ScalarAsync<string>(host.Database, "SELECT string_agg(DISTINCT status, ',') FROM run_shard"));
        Assert.Equal("Deleted", await ScalarAsync<string>(host.Database, $"SELECT statename FROM hangfire.job WHERE id = {job}"));
        await host.LookAsync();
        Assert.Equal(job, await host.JobOfAsync(ticket, 0));
    }

    [Fact]
    public async Task WebRole_ComputesNothing_AndAnotherProcessDoesItsWork()
    {
        await using var web = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await web.Requests.RetrainAsync(Admin, North, "", Ct);
        Assert.Equal("Waiting", await ScalarAsync<string>(web.Database, "SELECT DISTINCT status FROM run_shard"));

        await using var worker = await RunsHost.StartAsync(
            web.ConnectionString, await servers.BlobConnectionStringAsync(), web.Container, ProcessRole.Worker, web.Get<TimeProvider>());

        Assert.Equal(RunStatus.Succeeded, (await web.EndOfAsync(ticket.RunId)).Status);
    }

    [Fact]
    public async Task Feed_TellsSubscribersOfTheRegionUntilTheEnd()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.All);
        var ended = new TaskCompletionSource<RunView>(TaskCreationOptions.RunContinuationsAsynchronously);
        var elsewhere = new List<RunView>();
        using var other = host.Get<RunFeed>().Subscribe(West, run =>
        {
            elsewhere.Add(run);
            return Task.CompletedTask;
        });
        using var broken = host.Get<RunFeed>().Subscribe(North, _ => throw new InvalidOperationException("This subscriber is broken."));
        using var mine = host.Get<RunFeed>().Subscribe(North, run =>
        {
            if (run.HasEnded)
                ended.TrySetResult(run);
            return Task.CompletedTask;
        });

        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);

        var told = await ended.Task.WaitAsync(Ct);
        Assert.Equal((ticket.RunId, RunStatus.Succeeded), (told.Id, told.Status));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task Feed_KeepsNobodyWaitingForTheOthers()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        TaskCompletionSource one = new(), other = new(); // Each ends when the other has been told.
        using var first = host.Get<RunFeed>().Subscribe(North, _ => Told(one, other));
        using var second = host.Get<RunFeed>().Subscribe(North, _ => Told(other, one));

        await host.Get<RunFeed>().TellAsync(ticket.RunId, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);

        Assert.True(one.Task.IsCompleted && other.Task.IsCompleted);

        static Task Told(TaskCompletionSource mine, TaskCompletionSource another)
        {
            mine.TrySetResult();
            return another.Task;
        }
    }

    [Theory]
    [InlineData("2026-11-21T03:59:59Z", "2026-11-20T04:00:00Z")] // 04:59 in Berlin: yesterday's was the last.
    [InlineData("2026-11-21T04:00:00Z", "2026-11-21T04:00:00Z")]
    [InlineData("2026-07-01T03:00:00Z", "2026-07-01T03:00:00Z")] // Summer time.
    [InlineData("2026-03-29T12:00:00Z", "2026-03-29T03:00:00Z")] // The day summer time began.
    [InlineData("2026-10-25T12:00:00Z", "2026-10-25T04:00:00Z")] // The day it ended.
    public void LastStart_IsReadOnTheRegionsClock(string now, string expected)
    {
        var region = new Region { Code = "N", Name = "N", TimeZone = "Europe/Berlin" };

        Assert.Equal(At(expected), MorningClock.LastStart(region, At(now)));
    }

    [Fact]
    public void TimeThatSummerTimeSkips_IsAnHourLater()
    {
        var region = new Region { Code = "N", Name = "N", TimeZone = "Europe/Berlin" };

        Assert.Equal(At("2026-03-29T01:30:00Z"), MorningClock.Instant(region, new DateOnly(2026, 3, 29), new TimeOnly(2, 30)));
    }

    /// <summary>Makes Hangfire believe that North's mornings have been scheduled since an instant.</summary>
    private static Task ScheduleFromAsync(RunsHost host, DateTime utc) => ExecuteAsync(host.Database, $"""
        UPDATE hangfire.hash SET value = '{JobHelper.SerializeDateTime(utc)}'
            WHERE key = 'recurring-job:{MorningJobs.NameOf(North)}' AND field IN ('CreatedAt', 'NextExecution');
        UPDATE hangfire.set SET score = {JobHelper.ToTimestamp(utc)} WHERE value = '{MorningJobs.NameOf(North)}';
        """);

    /// <summary>Lets Hangfire's scheduler look once, at an instant of the test's.</summary>
    private static void Poll(RunsHost host, DateTime utc)
    {
        var jobs = new BackgroundJobFactory(host.Get<IJobFilterProvider>());
        var storage = host.Get<JobStorage>();
        new RecurringJobScheduler(jobs, TimeSpan.FromMilliseconds(1), new DefaultTimeZoneResolver(), () => utc)
            .Execute(new BackgroundProcessContext(
                "test", storage, new Dictionary<string, object>(StringComparer.Ordinal), Guid.Empty, Ct, Ct, Ct));
    }

    private static Task<long> JobsOfNorthAsync(RunsHost host) => ScalarAsync<long>(host.Database, $"""
        SELECT count(*) FROM hangfire.jobparameter WHERE name = 'RecurringJobId' AND value LIKE '%{MorningJobs.NameOf(North)}%'
        """);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Task<string> RunsAsync(RunsHost host) =>
        ScalarAsync<string>(host.Database, "SELECT string_agg(kind || ' ' || region_id || ' ' || reason, ', ' ORDER BY id) FROM run");
}

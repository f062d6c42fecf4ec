using System.Globalization;
using System.Text;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Domain.Imports;

/// <summary>Loads that meet trouble on the way: nothing half-done stays, and running them again works.</summary>
public class SalesImportMishapTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private const string Header = "date,store,item,quantity\n";

    [Fact]
    public async Task UploadCutInTheMiddle_LeavesNothing_AndWorksAgain()
    {
        string text = Rows(5_000);
        using var cut = new GatedStream(
            Encoding.UTF8.GetBytes(text), stopAt: text.Length / 2, atGate: () => throw new IOException("Unexpected end of Stream"));
        var load = await NewImport().RunAsync(cut, Request, progress: null, Stop);

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Contains("broke off", load.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync(
            "SELECT (SELECT count(*) FROM series_year) + (SELECT count(*) FROM store) + (SELECT count(*) FROM rejected_row)"));
        Assert.Equal(5_000, (await LoadAsync(text)).RowsAccepted);
    }

    [Fact]
    public async Task CancelledLoad_LeavesNothingAndSaysSo()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        string text = Rows(5_000);
        using var stream = new GatedStream(Encoding.UTF8.GetBytes(text), stopAt: text.Length / 2, atGate: () => cancel.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NewImport().RunAsync(stream, Request, progress: null, cancel.Token));
        Assert.Equal("Failed The load was cancelled. Nothing of it was stored. 0", await ScalarAsync(
            "SELECT concat_ws(' ', status, message, (SELECT count(*) FROM series_year)) FROM load"));
    }

    [Fact]
    public async Task DatabaseGoneInTheMiddle_LeavesNothing_AndWorksAgain()
    {
        string text = Rows(5_000);
        using var stream = new GatedStream(Encoding.UTF8.GetBytes(text), stopAt: text.Length / 2, atGate: CutSessionsAsync);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => NewImport().RunAsync(stream, Request, progress: null, Stop));
        Assert.Equal(0L, await ScalarAsync(
            "SELECT (SELECT count(*) FROM series_year) + (SELECT count(*) FROM load WHERE status = 'Succeeded')"));
        Assert.Equal(5_000, (await LoadAsync(text)).RowsAccepted);
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM load WHERE status IN ('Running', 'Waiting')"));
    }

    [Fact]
    public async Task LoadOfADeadProcess_IsMarkedByTheNext()
    {
        await ExecuteAsync(
            """
            INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, status, bytes_read, rows_read,
                rows_accepted,
                              rows_duplicate, rows_rejected, values_changed, message)
            SELECT 'Sales', 'lost.csv', '', 'NotLoaded', 'Reject', 'test', now(), status, 0, 0, 0, 0, 0, 0, ''
                FROM unnest(ARRAY['Running', 'Waiting']) AS status
            """);
        await LoadAsync(Rows(1));

        Assert.Equal(2L, await ScalarAsync(
            "SELECT count(*) FROM load WHERE file_name = 'lost.csv' AND status = 'Failed' AND message LIKE 'The process%load the file "
            + "again.' AND finished_at IS NOT NULL"));
    }

    [Fact]
    public async Task TwoLoadsAtOnce_RunOneAfterTheOther_AndTheSecondSaysThatItWaits()
    {
        var atGate = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        string text = Rows(5_000);
        using var slow = new GatedStream(Encoding.UTF8.GetBytes(text), stopAt: text.Length / 2, atGate: async () =>
        {
            atGate.SetResult();
            await gate.Task;
        });
        var first = NewImport().RunAsync(slow, Request, progress: null, Stop);
        await atGate.Task;

        var waits = new TaskCompletionSource();
        using var quick = new MemoryStream(Encoding.UTF8.GetBytes(Header + "2026-01-01,S,I0,77\n"));
        var second = NewImport().RunAsync(quick, Request, new Reports(report => waits.TrySetResult(), LoadStatus.Waiting), Stop);
        await waits.Task;
        await using (var db = NewContext())
        {
            var waiting = await db.Loads.OrderByDescending(l => l.Id).FirstAsync(Stop);
            Assert.Equal((LoadStatus.Waiting, "Waits for another load to end."), (waiting.Status, waiting.Message));
            Assert.Equal(0, await NewImport().SweepAsync(Stop)); // Both are alive: nobody marks them.
        }

        gate.SetResult();
        Assert.Equal(LoadStatus.Succeeded, (await first).Status);
        Assert.Equal(LoadStatus.Succeeded, (await second).Status);
        Assert.Equal(77, await ValueAsync("S", "I0", "2026-01-01"));
    }

    [Fact]
    public async Task RunningLoad_ShowsItsProgress()
    {
        string text = Rows(20_000);
        var shown = new TaskCompletionSource<ImportProgress>();
        using var stream = new GatedStream(Encoding.UTF8.GetBytes(text), stopAt: text.Length - 100, atGate: () => shown.Task);
        var progress = new Reports(report => shown.TrySetResult(report), LoadStatus.Running);
        var load = await NewImport().RunAsync(stream, Request with { BytesTotal = text.Length }, progress, Stop);

        var report = await shown.Task;
        Assert.Equal((load.Id, text.Length, true),
            (report.LoadId, report.BytesTotal, report.BytesRead > 0 && report.BytesRead < text.Length));
    }

    /// <summary>Ends every session of this database but the asking one's, as a restart of the server would.</summary>
    private Task CutSessionsAsync() => ExecuteAsOwnerAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    private static string Rows(int count)
    {
        var text = new StringBuilder(Header);
        for (int i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"2026-01-01,S,I{i},{i % 50}\n");
        return text.ToString();
    }

    private sealed class Reports(Action<ImportProgress> report, LoadStatus when) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Status == when)
                report(value);
        }
    }

    /// <summary>Bytes with something that happens once, in the middle of reading them.</summary>
    private sealed class GatedStream(byte[] bytes, int stopAt, Func<Task> atGate) : MemoryStream(bytes)
    {
        private bool passed;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!passed && Position >= stopAt)
            {
                passed = true;
                await atGate();
            }

            int most = passed ? buffer.Length : (int)Math.Min(buffer.Length, stopAt - Position);
            return await base.ReadAsync(buffer[..most], cancellationToken);
        }
    }
}

using Forecast.Domain.Worklists;
using Forecast.Training.Worklists;
using Npgsql;

namespace Forecast.Training.Runs.Worklists;

/// <summary>
/// Puts what was found into the worklist of a region: lines that are there go on as they are, with what was settled of them; what is no
/// longer found is gone, what is new is added. One transaction, a few statements, however many lines there are.
/// </summary>
internal sealed class WorklistWriter(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Days for which a line that is gone is taken up again rather than told anew.</summary>
    private const int RememberedDays = 28;

    /// <summary>Days for which lines that are gone are kept, for the report cards.</summary>
    private const int KeptDays = 400;

    /// <summary>Days after which nobody waits for sales that would tell whether a line was right.</summary>
    private const int PatienceDays = 7;

    private const string Staged = """
        CREATE TEMP TABLE found_line (kind text, level text, subject text, cause text, store_id int, item_id int, series_ids int[],
            title text, reason text, strength float8, severity text, units float8, pallets float8, rank float8, members int,
            first_day date, last_day date, forecast float8, reference float8, noise float8) ON COMMIT DROP
        """;

    private const string Columns = """
        kind, level, subject, cause, store_id, item_id, series_ids, title, reason, strength, severity, units, pallets, rank, members,
        first_day, last_day, forecast, reference, noise
        """;

    /// <summary>
    /// A line that was found before. What was settled stays settled, unless it has grown to one and a half times what it was then, and by
    /// more than its noise, or has turned round.
    /// </summary>
    private const string Again = """
        WITH known AS (
            SELECT DISTINCT ON (e.kind, e.subject, e.cause) e.id, f.*, e.status <> 'Open' AND (
                    f.units * e.settled_units < 0
                    OR abs(f.units) > greatest(1.5 * abs(e.settled_units), abs(e.settled_units) + f.noise)) AS grown,
                e.settled_units AS before
            FROM found_line f JOIN worklist_entry e ON e.region_id = $1 AND e.kind = f.kind AND e.subject = f.subject AND e.cause = f.cause
            WHERE e.gone_at IS NULL OR e.gone_at > $3
            ORDER BY e.kind, e.subject, e.cause, (e.gone_at IS NULL) DESC, e.id DESC)
        UPDATE worklist_entry e SET
            level = k.level, store_id = k.store_id, item_id = k.item_id, series_ids = k.series_ids, title = k.title, reason = k.reason,
            strength = k.strength, severity = k.severity, units = k.units, pallets = k.pallets, rank = k.rank, members = k.members,
            last_run_id = $4, last_seen_at = $2, gone_at = NULL,
            status = CASE WHEN k.grown THEN 'Open' ELSE e.status END,
            snoozed_until = CASE WHEN k.grown THEN NULL ELSE e.snoozed_until END,
            back_because = CASE WHEN k.grown THEN 'It was about ' || round(abs(k.before))::text || ' units when it was settled.'
                ELSE e.back_because END,
            settled_units = CASE WHEN k.grown THEN NULL ELSE e.settled_units END
        FROM known k WHERE e.id = k.id
        """;

    private const string Gone = """
        UPDATE worklist_entry SET gone_at = $2 WHERE region_id = $1 AND gone_at IS NULL AND last_run_id <> $3
        """;

    private const string Fresh = $"""
        INSERT INTO worklist_entry (region_id, {Columns}, first_run_id, first_seen_at, last_run_id, last_seen_at, status, assigned_name,
            settled_by, back_because)
        SELECT $1, {Columns}, $3, $2, $3, $2, 'Open', '', '', '' FROM found_line f
        WHERE NOT EXISTS (SELECT 1 FROM worklist_entry e WHERE e.region_id = $1 AND e.kind = f.kind AND e.subject = f.subject
                          AND e.cause = f.cause AND e.gone_at IS NULL)
        """;

    /// <summary>Writes the list and the verdicts that are due; false when a later forecast's list is there already.</summary>
    public async Task<bool> WriteAsync(
        ListedRun run, IReadOnlyCollection<Finding> findings, RegionPicture picture, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Longer than others may take: it holds nothing but the list of its region, which may have a hundred thousand lines.
        await connection.Command("SET LOCAL transaction_timeout = '120s'").ExecuteAsync(ct);
        // Where a list grew a hundredfold, the database still plans by what it was; looking each line up on its own would take for ever.
        await connection.Command("SET LOCAL enable_nestloop = off").ExecuteAsync(ct);
        if (!await TakeTurnAsync(connection, run, ct))
            return false;
        await StageAsync(connection, findings, ct);
        await Patient(connection.Command(Again, run.RegionId, now, now.AddDays(-RememberedDays), run.Id)).ExecuteAsync(ct);
        await Patient(connection.Command(Gone, run.RegionId, now, run.Id)).ExecuteAsync(ct);
        await Patient(connection.Command(Fresh, run.RegionId, now, run.Id)).ExecuteAsync(ct);
        await JudgeAsync(connection, run, picture, ct);
        await connection.Command("DELETE FROM worklist_entry WHERE region_id = $1 AND gone_at < $2", run.RegionId, now.AddDays(-KeptDays))
            .ExecuteAsync(ct);
        const string made = """
            UPDATE region_worklist SET run_id = $2, origin = $3, made_at = $4, failed_run_id = NULL, failed_at = NULL, failure = ''
            WHERE region_id = $1
            """;
        await connection.Command(made, run.RegionId, run.Id, run.Origin, now).ExecuteAsync(ct);
        await RunChannel.TellAsync(connection, run.Id, run.RegionId, ct); // Pages that are open read again.
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The transaction says how long it may take.</summary>
    private static NpgsqlCommand Patient(NpgsqlCommand command)
    {
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>Writes down that the list of a run could not be made; the one before stays.</summary>
    public Task FailAsync(ListedRun run, string failure, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO region_worklist (region_id, failed_run_id, failed_at, failure) VALUES ($1, $2, $3, $4)
            ON CONFLICT (region_id) DO UPDATE SET failed_run_id = excluded.failed_run_id, failed_at = excluded.failed_at,
                failure = excluded.failure
            """;
        return database.Command(sql, run.RegionId, run.Id, clock.GetUtcNow(), failure).ExecuteAsync(ct);
    }

    /// <summary>One list of a region at a time, and none from an older forecast than the one that is there.</summary>
    private static async Task<bool> TakeTurnAsync(NpgsqlConnection connection, ListedRun run, CancellationToken ct)
    {
        const string ensure = "INSERT INTO region_worklist (region_id, failure) VALUES ($1, '') ON CONFLICT (region_id) DO NOTHING";
        const string take = """
            SELECT NOT EXISTS (SELECT 1 FROM run r WHERE r.id = w.run_id AND r.finished_at > $2)
            FROM region_worklist w WHERE w.region_id = $1 FOR UPDATE OF w
            """;
        await connection.Command(ensure, run.RegionId).ExecuteAsync(ct);
        return await connection.Command(take, run.RegionId, run.FinishedAt).ScalarAsync<bool>(ct);
    }

    private static async Task StageAsync(NpgsqlConnection connection, IReadOnlyCollection<Finding> findings, CancellationToken ct)
    {
        await connection.Command(Staged).ExecuteAsync(ct);
        await using (var writer = await connection.BeginBinaryImportAsync($"COPY found_line ({Columns}) FROM STDIN (FORMAT BINARY)", ct))
        {
            foreach (var finding in findings)
                await WriteAsync(writer, finding, ct);
            await writer.CompleteAsync(ct);
        }

        await connection.Command("ANALYZE found_line").ExecuteAsync(ct); // The joins below are planned by it.
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter writer, Finding finding, CancellationToken ct)
    {
        await writer.StartRowAsync(ct);
        await writer.WriteAsync(finding.Kind.ToString(), ct);
        await writer.WriteAsync(finding.About.Level.ToString(), ct);
        await writer.WriteAsync(finding.About.Key, ct);
        await writer.WriteAsync(finding.Cause, ct);
        await WriteOrNullAsync(writer, finding.About.StoreId, ct);
        await WriteOrNullAsync(writer, finding.About.ItemId, ct);
        if (finding.About.SeriesIds is { } ids)
            await writer.WriteAsync(ids, ct);
        else
            await writer.WriteNullAsync(ct);
        await writer.WriteAsync(finding.About.Title, ct);
        await writer.WriteAsync(finding.Reason, ct);
        await writer.WriteAsync(finding.Strength, ct);
        await writer.WriteAsync(finding.Severity.ToString(), ct);
        await writer.WriteAsync(finding.Units, ct);
        await WriteOrNullAsync(writer, finding.Pallets, ct);
        await writer.WriteAsync(finding.Rank, ct);
        await writer.WriteAsync(finding.About.Members, ct);
        await writer.WriteAsync(finding.FirstDay, ct);
        await writer.WriteAsync(finding.LastDay, ct);
        await writer.WriteAsync(finding.Forecast, ct);
        await writer.WriteAsync(finding.Reference, ct);
        await writer.WriteAsync(finding.Noise, ct);
    }

    private static Task WriteOrNullAsync<T>(NpgsqlBinaryImporter writer, T? value, CancellationToken ct)
        where T : struct => value is { } known ? writer.WriteAsync(known, ct) : writer.WriteNullAsync(ct);

    private static async Task JudgeAsync(NpgsqlConnection connection, ListedRun run, RegionPicture picture, CancellationToken ct)
    {
        const string due = """
            SELECT id, kind, series_ids, store_id, item_id, first_day, last_day, forecast, reference, noise, units FROM worklist_entry
            WHERE region_id = $1 AND verdict IS NULL AND last_day <= $2 AND first_run_id <> $3
            """;
        const string judged = """
            UPDATE worklist_entry e SET verdict = j.verdict, sold = nullif(j.sold, 'NaN')
            FROM unnest($1::bigint[], $2::text[], $3::float8[]) AS j (id, verdict, sold) WHERE e.id = j.id
            """;
        var sales = new ClaimedSales(picture);
        var verdicts = await connection.Command(due, run.RegionId, run.Origin, run.Id).ListAsync(r =>
        {
            int[]? ids = r.IsDBNull(2) ? null : r.GetFieldValue<int[]>(2);
            var last = r.GetFieldValue<DateOnly>(6);
            double? sold = sales.Sold(ids, r.OrNull<int>(3), r.OrNull<int>(4), r.GetFieldValue<DateOnly>(5), last);
            var verdict = Verdicts.Of(
                Enum.Parse<WorklistKind>(r.GetString(1)), (r.GetDouble(7), r.GetDouble(8), r.GetDouble(9), r.GetDouble(10)), sold);
            return (Id: r.GetInt64(0), Verdict: verdict, Sold: sold, Waits: sold is null && last.AddDays(PatienceDays) > run.Origin);
        }, ct);
        var now = verdicts.Where(v => !v.Waits).ToList();
        await connection.Command(
            judged, now.Select(v => v.Id).ToArray(), now.Select(v => v.Verdict.ToString()).ToArray(),
            now.Select(v => v.Sold ?? double.NaN).ToArray()).ExecuteAsync(ct);
    }
}

using System.Globalization;
using Forecast.Domain.Access;
using Npgsql;

namespace Forecast.Domain.Loads;

/// <summary>
/// The records of loads, kept on connections of their own, so that a load shows while it runs and its failure stays when its rows do not. A
/// running or waiting load holds an advisory lock with its number in its transaction: where that lock is free, the process that ran it is
/// gone.
/// </summary>
internal sealed class LoadBook(NpgsqlDataSource database, TimeProvider time)
{
    private const int AliveClass = 0x4C6F6164; // "Load"

    private const string ProcessLost =
        "The process that ran this load ended before the load did. Nothing of it was stored; load the file again.";

    /// <summary>Opens a record and holds its lock on the connection of the load.</summary>
    public async Task<Load> OpenAsync(NpgsqlConnection connection, ImportRequest request, CancellationToken cancellationToken)
    {
        await using var next = new NpgsqlCommand("SELECT nextval(pg_get_serial_sequence('load', 'id'))", connection);
        var load = new Load
        {
            Id = (long)(await next.ExecuteScalarAsync(cancellationToken))!,
            Kind = request.Kind,
            FileName = Cut(request.FileName),
            MissingDays = request.MissingDays,
            UnknownKeys = request.UnknownKeys,
            RequestedBy = request.RequestedBy,
            StartedAt = time.GetUtcNow(),
            Status = LoadStatus.Running,
            BytesTotal = request.BytesTotal,
        };
        await using var alive = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1, $2)", connection)
        {
            Parameters = { new() { Value = AliveClass }, new() { Value = (int)load.Id } },
        };
        await alive.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = Command(
            """
            INSERT INTO load (id, kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, status, bytes_total,
                bytes_read, rows_read,
                              rows_accepted, rows_duplicate, rows_rejected, values_changed, message)
            VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, 0, '')
            """,
            load.Id, load.Kind.ToString(), load.FileName, load.MissingDays.ToString(), load.UnknownKeys.ToString(), load.RequestedBy,
            load.StartedAt,
            load.Status.ToString(), (object?)load.BytesTotal ?? DBNull.Value);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return load;
    }

    /// <summary>Notes where a load stands.</summary>
    public async Task ReportAsync(
        Load load, LoadStatus status, string message, LoadCounts counts, long bytesRead, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "UPDATE load SET status = $2, message = $3, rows_read = $4, rows_rejected = $5, bytes_read = $6 WHERE id = $1",
            load.Id, status.ToString(), message, counts.RowsRead, counts.RowsRejected, bytesRead);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes the success within the load's own transaction: the record says "succeeded" exactly when the rows are there.</summary>
    public async Task SucceedAsync(
        NpgsqlConnection connection, Load load, LoadCounts counts, long bytesRead, string digest, CancellationToken cancellationToken)
    {
        load.Status = LoadStatus.Succeeded;
        load.Digest = digest;
        load.BytesRead = bytesRead;
        load.RowsRead = counts.RowsRead;
        load.RowsAccepted = counts.RowsAccepted;
        load.RowsDuplicate = counts.RowsDuplicate;
        load.RowsRejected = counts.RowsRejected;
        load.ValuesChanged = counts.ValuesChanged;
        load.FirstDay = counts.FirstDay;
        load.LastDay = counts.LastDay;
        load.FinishedAt = time.GetUtcNow();
        load.Message = string.Join(' ', counts.Remarks);
        await using var command = With(new NpgsqlCommand(
            """
            UPDATE load SET status = 'Succeeded', digest = $2, bytes_read = $3, rows_read = $4, rows_accepted = $5, rows_duplicate = $6,
                rows_rejected = $7,
                            values_changed = $8, first_day = $9, last_day = $10, finished_at = $11, message = $12
            WHERE id = $1
            """,
            connection),
            load.Id, load.Digest, load.BytesRead, load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected,
            load.ValuesChanged,
            (object?)load.FirstDay ?? DBNull.Value, (object?)load.LastDay ?? DBNull.Value, load.FinishedAt, load.Message);
        await command.ExecuteNonQueryAsync(cancellationToken);
        var regions = await RegionsAsync(connection, load, cancellationToken);
        await AuditInsert.AddAsync(connection, Entry(load, string.Create(
            CultureInfo.InvariantCulture,
            $"load {load.Id}, {load.Kind}{regions}: {load.RowsRead} rows read, {load.RowsAccepted} taken, {load.RowsRejected} rejected, "
                + $"{load.ValuesChanged} values changed")), cancellationToken);
    }

    /// <summary>Notes the failure, after the load's transaction was rolled back.</summary>
    public async Task FailAsync(Load load, LoadCounts counts, long bytesRead, string reason)
    {
        load.Status = LoadStatus.Failed;
        load.Message = reason;
        load.BytesRead = bytesRead;
        load.RowsRead = counts.RowsRead;
        load.FinishedAt = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var command = With(
            new NpgsqlCommand(
                "UPDATE load SET status = 'Failed', message = $2, rows_read = $3, rows_rejected = 0, bytes_read = $4, finished_at = $5 "
                    + "WHERE id = $1",
                connection),
            load.Id, reason, counts.RowsRead, bytesRead, load.FinishedAt);
        await command.ExecuteNonQueryAsync(CancellationToken.None); // The failure is noted even when the load was cancelled.
        await AuditInsert.AddAsync(
            connection, Entry(load, string.Create(CultureInfo.InvariantCulture, $"load {load.Id}, {load.Kind}, failed: {reason}")),
            CancellationToken.None);
    }

    /// <summary>Marks the loads of dead processes as failed; returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            WITH open_load AS MATERIALIZED (SELECT id FROM load WHERE status IN ('Waiting', 'Running')),
                 lost AS MATERIALIZED (SELECT id FROM open_load WHERE pg_try_advisory_xact_lock($1, id::int))
            UPDATE load SET status = 'Failed', message = $2, finished_at = $3, rows_rejected = 0 FROM lost
            WHERE load.id = lost.id AND load.status IN ('Waiting', 'Running')
            """,
            connection)
        {
            Parameters = { new() { Value = AliveClass }, new() { Value = ProcessLost }, new() { Value = time.GetUtcNow() } },
        };
        int swept = await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return swept;
    }

    private static AuditEntry Entry(Load load, string detail) => new()
    {
        At = load.FinishedAt!.Value,
        By = load.RequestedBy,
        Action = "import",
        Subject = $"file {load.FileName}",
        Detail = detail,
    };

    /// <summary>Whose sales the load has changed, in words.</summary>
    private static async Task<string> RegionsAsync(NpgsqlConnection connection, Load load, CancellationToken cancellationToken)
    {
        await using var command = With(
            new NpgsqlCommand(
                """
                SELECT string_agg(DISTINCT r.code, ', ' ORDER BY r.code) FROM sales_change c
                JOIN store s ON s.id = c.store_id JOIN region r ON r.id = s.region_id WHERE c.load_id = $1
                """,
                connection),
            load.Id);
        return await command.ExecuteScalarAsync(cancellationToken) is string codes ? $" of {codes}" : "";
    }

    private static string Cut(string name)
    {
        string plain = FileNames.Shown(name).Trim();
        return plain.Length <= 250 ? plain : plain[..250];
    }

    private NpgsqlCommand Command(string sql, params object[] values) => With(database.CreateCommand(sql), values);

    private static NpgsqlCommand With(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}

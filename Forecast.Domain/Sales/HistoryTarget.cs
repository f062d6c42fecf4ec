using Forecast.Domain.Copying;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// A running COPY into a history table. Disposed before <see cref="CompleteAsync"/>, it is cancelled and nothing of it stays.
/// </summary>
internal sealed class HistoryTarget : IAsyncDisposable
{
    /// <summary>Bytes copied beside a guarded table before they move into it: little enough to stay in memory.</summary>
    private const int MoveAt = 1 << 25;

    private readonly NpgsqlConnection connection;
    private readonly string table;
    private readonly string columns;
    private readonly bool isGuarded;
    private NpgsqlRawCopyStream? stream;
    private int staged;

    private HistoryTarget(NpgsqlConnection connection, string table, string columns, bool isGuarded) =>
        (this.connection, this.table, this.columns, this.isGuarded) = (connection, table, columns, isGuarded);

    /// <summary>Straight into a temporary table.</summary>
    public static async Task<HistoryTarget> OpenAsync(
        NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        var target = new HistoryTarget(connection, table, columns, isGuarded: false);
        await target.BeginAsync(cancellationToken);
        return target;
    }

    /// <summary>Into a table of history itself.</summary>
    public static async Task<HistoryTarget> OpenGuardedAsync(
        NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        var target = new HistoryTarget(connection, table, columns, isGuarded: true);
        await target.BeginAsync(cancellationToken);
        return target;
    }

    public async ValueTask WriteAsync(HistoryCopy rows, CancellationToken cancellationToken)
    {
        if (isGuarded && staged >= MoveAt)
        {
            await EndAsync(cancellationToken);
            await BeginAsync(cancellationToken);
        }

        await stream!.WriteAsync(rows.Rows, cancellationToken);
        staged += rows.Length;
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => EndAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (stream is null)
            return;
        var running = stream;
        stream = null;
        await running.CancelAsync();
        await running.DisposeAsync();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var copy = isGuarded
            ? await GuardedCopy.StageAsync(connection, table, columns, cancellationToken)
            : $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)";
        stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken);
        await stream.WriteAsync(HistoryCopy.Header, cancellationToken);
        staged = 0;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var running = stream!;
        await running.WriteAsync(HistoryCopy.Trailer, cancellationToken);
        stream = null;
        await running.DisposeAsync();
        if (isGuarded)
            await GuardedCopy.MoveAsync(connection, table, columns, cancellationToken);
    }
}

using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// A running COPY into a history table. Disposed before <see cref="CompleteAsync"/>, it is cancelled and nothing of it stays.
/// </summary>
internal sealed class HistoryTarget : IAsyncDisposable
{
    private readonly NpgsqlRawCopyStream stream;
    private bool ended;

    private HistoryTarget(NpgsqlRawCopyStream stream) => this.stream = stream;

    public static async Task<HistoryTarget> OpenAsync(
        NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        await copy.WriteAsync(HistoryCopy.Header, cancellationToken);
        return new HistoryTarget(copy);
    }

    public ValueTask WriteAsync(HistoryCopy rows, CancellationToken cancellationToken) => stream.WriteAsync(rows.Rows, cancellationToken);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(HistoryCopy.Trailer, cancellationToken);
        ended = true;
        await stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        await stream.CancelAsync();
        await stream.DisposeAsync();
    }
}

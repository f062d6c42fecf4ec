using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>Listens to PostgreSQL on one connection per process, and again after it was lost.</summary>
internal sealed class NotificationListener(
    NpgsqlDataSource database, IEnumerable<INotificationHandler> handlers, TimeProvider clock, ILogger<NotificationListener> logger)
        : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromSeconds(1);

    private readonly INotificationHandler[] handlers = [.. handlers];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Lost the connection that listens to the database; trying again.");
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var heard = new Queue<(string Channel, string Payload)>();
        connection.Notification += (_, e) => heard.Enqueue((e.Channel, e.Payload));
        foreach (var channel in handlers.Select(h => h.Channel).Distinct(StringComparer.Ordinal))
            await connection.Command($"LISTEN {channel}").ExecuteAsync(ct);
        foreach (var handler in handlers)
            await handler.HearAsync(null, ct);
        while (true)
        {
            // A connection cut without a word would stay silent for ever; a question brings it to light.
            if (!await connection.WaitAsync(Silence, ct))
                await connection.Command("SELECT 1").ExecuteAsync(ct);
            while (heard.TryDequeue(out var notification))
            {
                foreach (var handler in handlers)
                {
                    if (string.Equals(handler.Channel, notification.Channel, StringComparison.Ordinal))
                        await handler.HearAsync(notification.Payload, ct);
                }
            }
        }
    }
}

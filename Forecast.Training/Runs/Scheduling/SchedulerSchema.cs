using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Builds the scheduler, and with it its tables, before anything uses it; one node at a time, because two first starts would collide.</summary>
internal sealed class SchedulerSchema(NpgsqlDataSource database, ISchedulerFactory schedulers) : IHostedService
{
    private const long LockKey = 0x0F0EAC71;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.Command("SELECT pg_advisory_lock($1)", LockKey).ExecuteAsync(cancellationToken);
        try
        {
            await schedulers.GetScheduler(cancellationToken);
        }
        finally
        {
            await connection.Command("SELECT pg_advisory_unlock($1)", LockKey).ExecuteAsync(CancellationToken.None);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

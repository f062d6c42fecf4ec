using Forecast.Training.Runs.Planning;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Registers Hangfire: where jobs are kept, what happens around them, and the servers that compute in this process.</summary>
internal static class JobsRegistration
{
    /// <summary>Days for which jobs that are done can be looked at.</summary>
    private const int KeepDays = 7;

    /// <summary>How often a server says that it lives.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Adds the client, and servers for the queues that this process takes.</summary>
    public static void AddJobs(this IServiceCollection services, IConfiguration configuration, ProcessRole role)
    {
        // Given by instance, since Hangfire's own defaults are shared by everything in a process.
        services.AddSingleton<IJobFilterProvider, JobFilters>();
        services.AddSingleton<JobActivator>(p => new JobServices(p));
        services.AddSingleton<JobStorage>(p =>
        {
            p.GetRequiredService<IGlobalConfiguration>(); // Jobs are written as it says.
            return new PostgreSqlStorage(new Connections(p.GetRequiredService<NpgsqlDataSource>()), JobTables.Options)
            {
                JobExpirationTimeout = TimeSpan.FromDays(KeepDays),
            };
        });
        services.AddHangfire((p, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new JobLog(p.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton<IShardJob, ShardJob>().AddSingleton<MorningRunJob>().AddSingleton<ShardRetry>();
        if (role != ProcessRole.Web)
            AddServers(services, (configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>() ?? new WorkerOptions()).Names);
    }

    /// <summary>Fits have a server of their own, so that refreshes and mornings never wait behind them.</summary>
    private static void AddServers(IServiceCollection services, IReadOnlyList<string> queues)
    {
        string[] quick = [.. queues.Where(q => q is WorkerQueues.Clock or WorkerQueues.Refresh)];
        if (quick.Length > 0)
            AddServer(services, quick, p => p.GetRequiredService<IOptions<WorkerOptions>>().Value.RefreshesAtOnce);
        // A fit that waits for a slot reads its history or writes its results meanwhile.
        if (queues.Contains(WorkerQueues.Fit, StringComparer.Ordinal))
            AddServer(services, [WorkerQueues.Fit], p => p.GetRequiredService<IOptions<RunOptions>>().Value.FitSlots + 1);
    }

    private static void AddServer(IServiceCollection services, string[] queues, Func<IServiceProvider, int> workers) =>
        services.AddHangfireServer((p, server) =>
        {
            server.Queues = queues;
            server.WorkerCount = workers(p);
            server.HeartbeatInterval = Heartbeat;
            server.ServerTimeout = TimeSpan.FromMinutes(1);
            server.ServerCheckInterval = TimeSpan.FromMinutes(1);
            server.CancellationCheckInterval = TimeSpan.FromSeconds(1); // How soon a cancelled run's workers stop.
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1); // How late a retry and a morning may be.
            server.ShutdownTimeout = TimeSpan.FromSeconds(20);
        });

    /// <summary>Connections of the product's own pool.</summary>
    private sealed class Connections(NpgsqlDataSource database) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => database.CreateConnection();
    }

    /// <summary>Jobs are services like any other.</summary>
    private sealed class JobServices(IServiceProvider services) : JobActivator
    {
        public override object ActivateJob(Type jobType) => services.GetRequiredService(jobType);
    }
}

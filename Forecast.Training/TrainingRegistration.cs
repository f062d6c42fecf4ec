using System.Data.Common;
using Forecast.Domain.Data;
using Forecast.Training.Engine;
using Forecast.Training.Explanations;
using Forecast.Training.History;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Publishing;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Shards;
using Forecast.Training.Runs.Watch;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Forecast.Training;

/// <summary>Registers runs, registry and engine; needs the database to be registered.</summary>
public static class TrainingRegistration
{
    /// <summary>The setting that says what a process does: All (default), Web or Worker.</summary>
    public const string RoleSetting = "Role";

    /// <summary>Updates a node computes at the same time, beside its fits: a refresh never waits behind a retrain.</summary>
    private const int UpdateSlots = 4;

    /// <summary>
    /// Adds everything that makes forecasts. With Role=Web, runs can be asked for and watched, but are computed elsewhere.
    /// </summary>
    public static IServiceCollection AddForeactTraining(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddOptions<RunOptions>(services, configuration, RunOptions.Section);
        AddOptions<BlobStorageOptions>(services, configuration, BlobStorageOptions.Section);
        AddOptions<EngineOptions>(services, configuration, "Engine");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SeriesCatalog>().AddSingleton<PanelReader>().AddSingleton<ModelBlobs>().AddSingleton<ModelRegistry>();
        AddPlanning(services);
        AddShards(services);
        AddScheduler(services, configuration);
        AddPublicFace(services);
        AddExplanations(services);
        AddWatchdog(services);
        return services;
    }

    private static void AddOptions<T>(IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    private static void AddPlanning(IServiceCollection services) =>
        services.AddSingleton<RegionReader>().AddSingleton<ForecastPartitions>().AddSingleton<RunPlanner>()
            .AddSingleton<RunEnd>().AddSingleton<Publisher>();

    private static void AddShards(IServiceCollection services) =>
        services.AddSingleton<FitSlots>().AddSingleton<Corrections>().AddSingleton<ShardLeases>().AddSingleton<ModelArtifacts>()
            .AddSingleton<GlobalLearning>()
            .AddSingleton<ShardComputation>()
            .AddSingleton<ForecastWriter>().AddSingleton<ShardRunner>();

    private static void AddPublicFace(IServiceCollection services)
    {
        services.AddSingleton<RunPace>();
        services.AddSingleton(p => new RunReader(
            p.GetRequiredService<IDbContextFactory<ForeactDb>>(), p.GetRequiredService<RunPace>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new RunRequests(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<RunPlanner>(), p.GetRequiredService<RunEnd>(),
            p.GetRequiredService<RunPace>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new RunFeed(p.GetRequiredService<RunReader>(), p.GetRequiredService<ILogger<RunFeed>>()));
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<RunFeed>());
        services.AddSingleton<INotificationHandler>(p => p.GetRequiredService<RunFeed>());
        services.AddHostedService<NotificationListener>();
    }

    private static void AddExplanations(IServiceCollection services)
    {
        services.AddSingleton<ShownForecastReader>().AddSingleton<ShardExplanations>();
        services.AddSingleton(p => new ForecastExplainer(
            p.GetRequiredService<RegionReader>(), p.GetRequiredService<ShownForecastReader>(), p.GetRequiredService<ModelArtifacts>(),
            p.GetRequiredService<ShardExplanations>()));
    }

    private static void AddWatchdog(IServiceCollection services)
    {
        services.AddSingleton<MorningRuns>().AddSingleton<MorningTriggers>();
        services.AddSingleton<IWatch, LostShards>().AddSingleton<IWatch, UnfinishedRuns>().AddSingleton<IWatch, DueRuns>()
            .AddSingleton<IWatch, Housekeeping>();
        services.AddSingleton<Watchdog>();
        services.AddHostedService(p => p.GetRequiredService<Watchdog>());
    }

    private static void AddScheduler(IServiceCollection services, IConfiguration configuration)
    {
        var role = configuration.GetValue(RoleSetting, ProcessRole.All);
        var options = configuration.GetSection(RunOptions.Section).Get<RunOptions>() ?? new RunOptions();
        services.AddSingleton<DbDataSource>(p => p.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton<ShardTriggers>();
        services.AddHostedService<SchedulerSchema>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(s =>
            {
                s.InstanceName = "foreact";
                s.IdleWaitTime = TimeSpan.FromSeconds(2); // Notifications wake it; this is for those that get lost.
                s.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            // A shard that waits for a slot reads its history or writes its results meanwhile.
            quartz.UseDefaultThreadPool(options.FitSlots + 1 + UpdateSlots);
            quartz.UseExecutionLimits(limits => limits.ForGroup(ShardTriggers.FitGroup, options.FitSlots + 1, ExecutionLimitScope.Node));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(5);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                });
                store.ConfigureStore(s => s.StoreJobDataAsStrings = true);
                store.ProvisionSchema();
            });
            quartz.AddJob<ShardJob>(job => job.WithIdentity(ShardJob.Key).StoreDurably().RequestRecovery());
            quartz.AddJob<MorningRunJob>(job => job.WithIdentity(MorningRunJob.Key).StoreDurably().RequestRecovery());
        });
        services.AddQuartzHostedService(host =>
        {
            host.AutoStart = role != ProcessRole.Web;
            host.WaitForJobsToComplete = true;
        });
        services.AddSingleton<INotificationHandler, WorkSignal>();
    }
}

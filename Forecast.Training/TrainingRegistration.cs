using Forecast.Domain.Data;
using Forecast.Training.Boosting;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;
using Forecast.Training.Explanations;
using Forecast.Training.History;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Accuracy;
using Forecast.Training.Runs.Opinions;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Publishing;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Shards;
using Forecast.Training.Runs.Watch;
using Forecast.Training.Runs.Worklists;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training;

/// <summary>Registers runs, registry and engine; needs the database to be registered.</summary>
public static class TrainingRegistration
{
    /// <summary>The setting that says what a process does: All (default), Web or Worker.</summary>
    public const string RoleSetting = "Role";

    /// <summary>
    /// Adds everything that makes forecasts. With Role=Web, runs can be asked for and watched, but are computed elsewhere.
    /// </summary>
    public static IServiceCollection AddForeactTraining(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddOptions<RunOptions>(services, configuration, RunOptions.Section);
        AddOptions<AuditOptions>(services, configuration, AuditOptions.Section);
        AddOptions<AccuracyOptions>(services, configuration, AccuracyOptions.Section);
        AddOptions<WorkerOptions>(services, configuration, WorkerOptions.Section);
        services.AddForeactBlobs(configuration);
        AddOptions<EngineOptions>(services, configuration, EngineOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SeriesCatalog>().AddSingleton<PanelReader>().AddSingleton<ModelRegistry>();
        AddPlanning(services);
        AddShards(services);
        AddOpinions(services);
        services.AddJobs(configuration, configuration.GetValue(RoleSetting, ProcessRole.All));
        AddPublicFace(services);
        AddExplanations(services);
        AddWatchdog(services);
        AddAccuracy(services, configuration.GetValue(RoleSetting, ProcessRole.All));
        return services;
    }

    /// <summary>Adds the blobs of the registry alone, for what keeps and brings back.</summary>
    public static IServiceCollection AddForeactBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddOptions<BlobStorageOptions>(services, configuration, BlobStorageOptions.Section);
        return services.AddSingleton<ModelBlobs>();
    }

    private static void AddOptions<T>(IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    private static void AddPlanning(IServiceCollection services) =>
        services.AddSingleton<RegionReader>().AddSingleton<ForecastPartitions>().AddSingleton<ShardJobs>().AddSingleton<RunPlanner>()
            .AddSingleton<RunEnd>().AddSingleton<TransportWork>().AddSingleton<Publisher>()
            .AddSingleton<PictureReader>().AddSingleton<WorklistWriter>().AddSingleton<WorklistMaker>();

    private static void AddShards(IServiceCollection services) =>
        services.AddSingleton<FitSlots>().AddSingleton<Corrections>().AddSingleton<ShardHolds>().AddSingleton<ModelArtifacts>()
            .AddSingleton<GlobalLearning>()
            .AddSingleton<ShardComputation>()
            .AddSingleton<ForecastWriter>().AddSingleton<ShardRunner>();

    private static void AddOpinions(IServiceCollection services) =>
        services.AddSingleton<IRowLearner, LightGbmLearner>().AddSingleton<IRowLearner, FastTreeLearner>()
            .AddSingleton<OpinionRequests>().AddSingleton<OpinionSample>().AddSingleton<OpinionGiver>().AddSingleton<SecondOpinionJob>();

    private static void AddPublicFace(IServiceCollection services)
    {
        services.AddSingleton<RunPace>();
        services.AddSingleton(p => new WorkerPresence(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<WorkerPresence>>()));
        services.AddHostedService(p => p.GetRequiredService<WorkerPresence>());
        services.AddSingleton<RunOutlook>().AddSingleton<MovedRuns>();
        services.AddSingleton(p => new RunReader(p.GetRequiredService<ViewerContexts>(), p.GetRequiredService<RunOutlook>()));
        services.AddSingleton(p => new RunRequests(
            p.GetRequiredService<ViewerContexts>(), p.GetRequiredService<RunPlanner>(), p.GetRequiredService<RunEnd>(),
            p.GetRequiredService<RunPace>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<RunOptions>>()));
        services.AddSingleton(p => new RunFeed(
            p.GetRequiredService<MovedRuns>(), p.GetRequiredService<WorkerPresence>(), p.GetRequiredService<ILogger<RunFeed>>()));
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<RunFeed>());
        services.AddSingleton<INotificationHandler>(p => p.GetRequiredService<RunFeed>());
        services.AddHostedService<NotificationListener>();
    }

    private static void AddExplanations(IServiceCollection services)
    {
        services.AddSingleton<ShownForecastReader>().AddSingleton<ShardExplanations>();
        services.AddSingleton(p => new ForecastExplainer(
            p.GetRequiredService<ViewerContexts>(), p.GetRequiredService<RegionReader>(), p.GetRequiredService<ShownForecastReader>(),
            p.GetRequiredService<ModelArtifacts>(), p.GetRequiredService<ShardExplanations>()));
    }

    private static void AddAccuracy(IServiceCollection services, ProcessRole role)
    {
        services.AddSingleton<DueDays>().AddSingleton<DayScoring>().AddSingleton<AccuracyScoring>();
        if (role != ProcessRole.Web)
            services.AddHostedService(p => p.GetRequiredService<AccuracyScoring>());
    }

    private static void AddWatchdog(IServiceCollection services)
    {
        services.AddSingleton<MorningRuns>().AddSingleton<MorningJobs>();
        services.AddSingleton<IWatch, LostShards>().AddSingleton<IWatch, UnfinishedRuns>().AddSingleton<IWatch, DueRuns>()
            .AddSingleton<IWatch, DueTransport>().AddSingleton<IWatch, MissingWorklists>().AddSingleton<IWatch, Housekeeping>();
        services.AddSingleton<StateReader>().AddHostedService<StateGauges>();
        services.AddSingleton<Watchdog>();
        services.AddHostedService(p => p.GetRequiredService<Watchdog>());
    }
}

using Forecast.Domain.Access;
using Forecast.Domain.Accuracy;
using Forecast.Domain.Briefs;
using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Loads;
using Forecast.Domain.Registry;
using Forecast.Domain.Runs;
using Forecast.Domain.Sales;
using Forecast.Domain.Transport;
using Forecast.Domain.Worklists;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Domain.Data;

/// <summary>The database. One context per operation, from the factory.</summary>
public sealed class ForeactDb(DbContextOptions<ForeactDb> options) : DbContext(options)
{
    /// <summary>Regions.</summary>
    public DbSet<Region> Regions => Set<Region>();

    /// <summary>Stores.</summary>
    public DbSet<Store> Stores => Set<Store>();

    /// <summary>Items.</summary>
    public DbSet<Item> Items => Set<Item>();

    /// <summary>Series.</summary>
    public DbSet<Series> Series => Set<Series>();

    /// <summary>History, one row per series and year.</summary>
    public DbSet<SeriesYear> SeriesYears => Set<SeriesYear>();

    /// <summary>Opening days, one row per store and year.</summary>
    public DbSet<StoreYear> StoreYears => Set<StoreYear>();

    /// <summary>How far the sales of each store reach.</summary>
    public DbSet<StoreSales> StoreSales => Set<StoreSales>();

    /// <summary>What became of stores whose sales ended.</summary>
    public DbSet<StoreEnding> StoreEndings => Set<StoreEnding>();

    /// <summary>Loads.</summary>
    public DbSet<Load> Loads => Set<Load>();

    /// <summary>Quarantine.</summary>
    public DbSet<RejectedRow> RejectedRows => Set<RejectedRow>();

    /// <summary>Rejected rows of loads, counted by reason.</summary>
    public DbSet<RejectedReason> RejectedReasons => Set<RejectedReason>();

    /// <summary>How files of a source were read.</summary>
    public DbSet<KnownSource> KnownSources => Set<KnownSource>();

    /// <summary>Which loads changed which days of which stores.</summary>
    public DbSet<SalesChange> SalesChanges => Set<SalesChange>();

    /// <summary>Days of sales that deserve a look.</summary>
    public DbSet<SalesRemark> SalesRemarks => Set<SalesRemark>();

    /// <summary>Forecast versions.</summary>
    public DbSet<ForecastVersion> ForecastVersions => Set<ForecastVersion>();

    /// <summary>Which version is on show, per store.</summary>
    public DbSet<CurrentForecast> CurrentForecasts => Set<CurrentForecast>();

    /// <summary>Forecasts per series; partitioned by day.</summary>
    public DbSet<SeriesForecast> SeriesForecasts => Set<SeriesForecast>();

    /// <summary>What the board reads, one row per version and store.</summary>
    public DbSet<StoreOutlook> StoreOutlooks => Set<StoreOutlook>();

    /// <summary>Routes and what their vehicles carry.</summary>
    public DbSet<DeliveryRoute> DeliveryRoutes => Set<DeliveryRoute>();

    /// <summary>What the demand of each store fills, one row per version and store.</summary>
    public DbSet<StoreLoad> StoreLoads => Set<StoreLoad>();

    /// <summary>Trucks and odds per day of stores and routes, of the forecast on show.</summary>
    public DbSet<TransportDay> TransportDays => Set<TransportDay>();

    /// <summary>When each region's transport was worked out, and how well its odds hold.</summary>
    public DbSet<RegionTransport> RegionTransports => Set<RegionTransport>();
    /// <summary>What was published, as accuracy is measured on it.</summary>
    public DbSet<PublishedForecast> PublishedForecasts => Set<PublishedForecast>();

    /// <summary>Days that are scored.</summary>
    public DbSet<AccuracyDay> AccuracyDays => Set<AccuracyDay>();

    /// <summary>Sums of errors by day.</summary>
    public DbSet<AccuracyScore> AccuracyScores => Set<AccuracyScore>();

    /// <summary>Runs.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Shards of runs.</summary>
    public DbSet<RunShard> RunShards => Set<RunShard>();

    /// <summary>When workers of each queue were last seen.</summary>
    public DbSet<WorkerSeen> WorkersSeen => Set<WorkerSeen>();

    /// <summary>Model versions.</summary>
    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();

    /// <summary>Stored bytes of model versions.</summary>
    public DbSet<ModelArtifact> ModelArtifacts => Set<ModelArtifact>();

    /// <summary>Stored bytes of stores fitted anew for one forecast.</summary>
    public DbSet<RefitArtifact> RefitArtifacts => Set<RefitArtifact>();

    /// <summary>Second opinions on model versions.</summary>
    public DbSet<SecondOpinion> SecondOpinions => Set<SecondOpinion>();

    /// <summary>Model aliases.</summary>
    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();

    /// <summary>Promotion history.</summary>
    public DbSet<AliasMove> AliasMoves => Set<AliasMove>();

    /// <summary>Lines of worklists.</summary>
    public DbSet<WorklistEntry> WorklistEntries => Set<WorklistEntry>();

    /// <summary>Briefs that were sent.</summary>
    public DbSet<BriefPost> BriefPosts => Set<BriefPost>();

    /// <summary>Worklists, one row per region.</summary>
    public DbSet<RegionWorklist> RegionWorklists => Set<RegionWorklist>();

    /// <summary>Users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>Region grants.</summary>
    public DbSet<RegionGrant> RegionGrants => Set<RegionGrant>();

    /// <summary>Sessions that were ended before their cookies expire.</summary>
    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();

    /// <summary>Tokens of users for their programs.</summary>
    public DbSet<PersonalToken> PersonalTokens => Set<PersonalToken>();

    /// <summary>Requests that may be repeated.</summary>
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    /// <summary>Audit trail.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Data-protection keys.</summary>
    public DbSet<SharedKey> SharedKeys => Set<SharedKey>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ForeactDb).Assembly);
        SnakeCaseNames.Apply(modelBuilder);
    }
}

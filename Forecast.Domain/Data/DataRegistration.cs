using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>Registers the database.</summary>
public static class DataRegistration
{
    /// <summary>Name of the connection string that the product works with.</summary>
    public const string ConnectionName = "Forecast";

    /// <summary>
    /// Name of the connection string of the owner of the tables, which only `migrate` needs. Without it the product works as the owner.
    /// </summary>
    public const string OwnerConnectionName = "ForecastOwner";

    private const string Viewers = "viewers";

    /// <summary>Plans kept on each connection of viewers.</summary>
    private const int PlansKept = 60;

    /// <summary>
    /// Adds two data sources and what is opened from them: one for the product's own work, which says that it is for all regions, and one
    /// for what it does for a person (<see cref="ViewerContexts"/>). Throws when the connection string is missing.
    /// </summary>
    public static IServiceCollection AddForeactDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => Open(provider, OfProduct(configuration), "product"));
        services.AddPooledDbContextFactory<ForeactDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddKeyedSingleton(Viewers, (provider, _) => Open(provider, OfViewers(configuration), Viewers));
        services.AddSingleton(provider => new ViewerContexts(provider.GetRequiredKeyedService<NpgsqlDataSource>(Viewers)));
        return services;
    }

    /// <summary>Connections of the owner, who migrates, for all regions. The caller ends it.</summary>
    /// <param name="services">Where the database is registered.</param>
    /// <param name="configuration">The settings.</param>
    public static NpgsqlDataSource OpenOwner(IServiceProvider services, IConfiguration configuration)
    {
        var own = configuration.GetConnectionString(OwnerConnectionName);
        var connection = string.IsNullOrEmpty(own) ? OfProduct(configuration) : RegionScope.StartingWith(own, RegionScope.All);
        return Open(services, connection, "owner");
    }

    /// <summary>A data source, signed in to as the settings say.</summary>
    /// <param name="services">Where the database is registered.</param>
    /// <param name="connectionString">Where it leads.</param>
    /// <param name="name">Name of the pool in traces and figures, which would show the connection string otherwise.</param>
    private static NpgsqlDataSource Open(IServiceProvider services, string connectionString, string name)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString) { Name = name };
        services.GetService<DatabaseTokens>()?.SignIn(source);
        return source.Build();
    }

    private static string OfProduct(IConfiguration configuration) =>
        RegionScope.StartingWith(Pooled(ConnectionString(configuration)), RegionScope.All);

    /// <summary>With policies a statement takes longer to plan than to carry out, so the plans of those that come often are kept.</summary>
    private static string OfViewers(IConfiguration configuration)
    {
        var settings = new NpgsqlConnectionStringBuilder(Pooled(ConnectionString(configuration)));
        if (!settings.ShouldSerialize("Max Auto Prepare"))
            settings.MaxAutoPrepare = PlansKept;
        return RegionScope.StartingWith(settings.ConnectionString, RegionScope.None);
    }

    private static string ConnectionString(IConfiguration configuration) => configuration.GetConnectionString(ConnectionName)
        ?? throw new MissingSettingException(
            $"No database is configured. Set the connection string \"{ConnectionName}\" (environment: "
                + $"ConnectionStrings__{ConnectionName}).");

    /// <summary>
    /// Connections that a burst needed are given back within a minute or two, unless the connection string says when: a server has few, and
    /// replicas that do nothing should not hold them.
    /// </summary>
    private static string Pooled(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Connection Idle Lifetime"))
            settings.ConnectionIdleLifetime = 60;
        return settings.ConnectionString;
    }
}

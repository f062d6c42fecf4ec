using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>Registers the database.</summary>
public static class DataRegistration
{
    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "Forecast";

    /// <summary>Adds one shared data source and a factory of contexts; throws when the connection string is missing.</summary>
    public static IServiceCollection AddForeactDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(Pooled(configuration.GetConnectionString(ConnectionName)
            ?? throw new MissingSettingException(
                $"No database is configured. Set the connection string \"{ConnectionName}\" (environment: "
                    + $"ConnectionStrings__{ConnectionName})."))));
        services.AddPooledDbContextFactory<ForeactDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<ViewerContexts>();
        return services;
    }

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

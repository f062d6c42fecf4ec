using System.CommandLine;
using Forecast.Domain.Data;
using Forecast.Training.Runs.Planning;
using Forecast.Web.Access;
using Forecast.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Web.Commands;

/// <summary>Brings the database to the version this build needs.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database to the version this build needs.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    /// <summary>Migrates, grants, and makes the first key of cookies where there is none.</summary>
    internal static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None); // It logs its probes of a new database as failures.
        SettingsCheck.DemandMigration(builder.Configuration, builder.Environment);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        // What it warns of, the server says when it starts.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSharedKeys(builder.Configuration);
        using var host = builder.Build();
        await using var owner = DataRegistration.OpenOwner(host.Services, builder.Configuration);
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(owner).Options);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await db.Database.MigrateAsync(cancellationToken);
        await JobTables.PrepareAsync(owner, cancellationToken);
        await GrantAsync(owner, builder.Configuration, cancellationToken);
        SharedKeyRepository.ProvisionFirstKey(host.Services);
        Console.WriteLine(
            pending.Count == 0 ? "The database is up to date." : $"Applied {pending.Count} migrations, the last one {pending[^1]}.");
        return 0;
    }

    /// <summary>
    /// The roles of the product are made and granted what this build needs: those that the settings list; else that of its connection
    /// string; where it works as the owner, the one that it takes for viewers.
    /// </summary>
    private static async Task GrantAsync(NpgsqlDataSource owner, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var product = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(DataRegistration.ConnectionName));
        var migrating = new NpgsqlConnectionStringBuilder(owner.ConnectionString);
        bool isOwner = product.Username == migrating.Username;
        var listed = DatabaseOptions.Of(configuration).ProductRoles;
        string[] roles = listed.Count > 0 ? [.. listed] : [isOwner || product.Username is null ? ProductRole.Viewers : product.Username];
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        foreach (var role in roles)
        {
            var password = !isOwner && role == product.Username ? product.Password : null;
            await ProductRole.GrantAsync(connection, role, password, [JobTables.Schema], cancellationToken);
        }
    }
}

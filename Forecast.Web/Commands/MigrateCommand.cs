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

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None); // It logs its probes of a new database as failures.
        SettingsCheck.DemandDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddForeactDatabase(builder.Configuration);
        // What it warns of, the server says when it starts.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSharedKeys();
        using var host = builder.Build();
        var contexts = host.Services.GetRequiredService<IDbContextFactory<ForeactDb>>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await db.Database.MigrateAsync(cancellationToken);
        await JobTables.PrepareAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
        SharedKeyRepository.ProvisionFirstKey(host.Services);
        Console.WriteLine(
            pending.Count == 0 ? "The database is up to date." : $"Applied {pending.Count} migrations, the last one {pending[^1]}.");
        return 0;
    }
}

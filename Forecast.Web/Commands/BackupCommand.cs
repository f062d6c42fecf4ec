using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Training;
using Forecast.Training.Recovery;
using Forecast.Training.Registry;
using Forecast.Web.Hosting;
using Npgsql;

namespace Forecast.Web.Commands;

/// <summary>Writes database and stored models into a folder, while the product goes on.</summary>
internal static class BackupCommand
{
    private static readonly Option<DirectoryInfo> To = new("--to")
    {
        Description = "Folder that backups lie in; each has a folder of its own there, named by its time.",
        Required = true,
    };

    private static readonly Option<int?> KeepDays = new("--keep-days")
    {
        Description = "Remove backups there that are older than so many days, once this one is whole.",
    };

    public static Command Create()
    {
        var command = new Command(
            "backup", "Write the database and the stored models into a folder; ends with 2 if a model that rows name is not there.")
        {
            To, KeepDays,
        };
        KeepDays.Validators.Add(result =>
        {
            if (result.GetValue(KeepDays) is < 1)
                result.AddError("--keep-days is a number of days from 1 on.");
        });
        command.SetAction((result, ct) => RunAsync(result.GetRequiredValue(To), result.GetValue(KeepDays), ct));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo place, int? keepDays, CancellationToken ct)
    {
        using var host = BuildHost();
        var started = TimeProvider.System.GetTimestamp();
        var backup = new Backup(
            host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<ModelBlobs>(), TimeProvider.System);
        var (folder, manifest) = await backup.WriteAsync(place.FullName, ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: {manifest.Rows:N0} rows of {manifest.Tables.Count} tables and {manifest.Blobs.Count} blobs, as of "
                + $"{manifest.TakenAt:u}, in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:N1} s."));
        if (keepDays is { } days)
        {
            foreach (var old in backup.RemoveOlder(place.FullName, days))
                Console.WriteLine($"Removed {old}.");
        }

        foreach (var missing in manifest.Missing)
            await Console.Error.WriteLineAsync($"{missing.Name} {missing.Why}.");
        return manifest.Missing.Count == 0 ? 0 : CommandEnd.Doubtful;
    }

    /// <summary>What both ways need: the database and the blobs, and nothing that works by itself.</summary>
    internal static IHost BuildHost()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None); // It logs its probes of a new database as failures.
        SettingsCheck.DemandRecovery(builder.Configuration, builder.Environment);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        builder.Services.AddForeactBlobs(builder.Configuration);
        return builder.Build();
    }
}

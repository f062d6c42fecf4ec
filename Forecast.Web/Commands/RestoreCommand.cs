using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Training.Recovery;
using Forecast.Training.Registry;

namespace Forecast.Web.Commands;

/// <summary>Brings a backup back into an empty database and a container, and up to the version of this build.</summary>
internal static class RestoreCommand
{
    private static readonly Option<DirectoryInfo> From = new("--from")
    {
        Description = "Folder of one backup, as `backup` printed it.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "restore", "Bring a backup back into an empty database; ends with 2 if a stored model did not come back.") { From };
        command.SetAction((result, ct) => RunAsync(result.GetRequiredValue(From), ct));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, CancellationToken ct)
    {
        RestoreReport report;
        var started = TimeProvider.System.GetTimestamp();
        using (var host = BackupCommand.BuildHost())
        {
            await using var owner = DataRegistration.OpenOwner(host.Services, host.Services.GetRequiredService<IConfiguration>());
            report = await new Restoration(owner, host.Services.GetRequiredService<ModelBlobs>()).RunAsync(folder.FullName, ct);
        }

        await MigrateCommand.RunAsync(ct);
        var manifest = report.Manifest;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Restored {manifest.Rows:N0} rows of {manifest.Tables.Count} tables and {manifest.Blobs.Count} blobs, as of "
                + $"{manifest.TakenAt:u}, in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:N1} s."));
        foreach (var missing in report.Missing)
            await Console.Error.WriteLineAsync($"{missing.Name} {missing.Why}.");
        foreach (var affected in report.Affected)
        {
            await Console.Error.WriteLineAsync(
                $"{affected}. Its stores are fitted anew at every refresh; retrain the region, and they are not any more.");
        }

        return report.Missing.Count == 0 ? 0 : CommandEnd.Doubtful;
    }
}

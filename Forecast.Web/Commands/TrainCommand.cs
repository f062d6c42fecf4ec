using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Training;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Commands;

/// <summary>Computes and publishes forecasts without a server; servers that run take part in the work.</summary>
internal static class TrainCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var region = new Option<string?>("--region") { Description = "Code of a region; all regions without it." };
        var kind = new Option<RunKind>("--kind")
        {
            Description = "retrain fits from scratch; refresh folds new days into the model in use.",
            DefaultValueFactory = _ => RunKind.Retrain,
        };
        kind.AcceptOnlyFromAmong("retrain", "refresh");
        var reason = new Option<string>(
            "--reason")
        { Description = "Why, for the run history.", DefaultValueFactory = _ => "Asked for on the command line." };
        var command = new Command("train", "Compute and publish forecasts, and wait until they are done.") { region, kind, reason };
        command.SetAction((result, cancellationToken) =>
            RunAsync(result.GetValue(region), result.GetValue(kind), result.GetValue(reason)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? code, RunKind kind, string reason, CancellationToken ct)
    {
        using var host = BuildHost();
        var regions = await RegionsAsync(host, code, ct);
        if (regions.Count == 0)
        {
            await Console.Error.WriteLineAsync(code is null
                ? "There are no regions yet. Load sales, or run the demo command."
                : $"There is no region \"{code}\".");
            return 2;
        }

        await host.StartAsync(ct);
        try
        {
            var viewer = new Viewer(0, "command line", Role.Admin, regions.Select(r => r.Id).ToHashSet());
            bool allWell = true;
            foreach (var region in regions)
                allWell &= await TrainAsync(host, viewer, region, kind, reason, ct);
            return allWell ? 0 : 1;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> TrainAsync(IHost host, Viewer viewer, Region region, RunKind kind, string reason, CancellationToken ct)
    {
        var requests = host.Services.GetRequiredService<RunRequests>();
        RunTicket ticket;
        try
        {
            ticket = kind == RunKind.Retrain
                ? await requests.RetrainAsync(viewer, region.Id, reason, ct)
                : await requests.RefreshAsync(viewer, region.Id, null, reason, ct);
        }
        catch (RunRefusedException e)
        {
            await Console.Error.WriteLineAsync($"{region.Name}: {e.Message}");
            return false;
        }

        var run = await FollowAsync(host.Services.GetRequiredService<RunReader>(), viewer, ticket, ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{region.Name}: {run.Status} after {run.Duration?.TotalSeconds:F1} s, {run.SeriesDone} series, origin "
                + $"{run.Origin:yyyy-MM-dd}. {run.Message}"));
        return run.Status == RunStatus.Succeeded;
    }

    private static async Task<RunView> FollowAsync(RunReader runs, Viewer viewer, RunTicket ticket, CancellationToken ct)
    {
        int told = -1;
        while (true)
        {
            var run = await runs.FindAsync(viewer, ticket.RunId, ct)
                ?? throw new InvalidOperationException($"Run {ticket.RunId} has vanished.");
            if (run.HasEnded)
                return run;
            if (run.ShardsDone != told)
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{run.RegionName}: {run.SeriesDone} of {run.SeriesCount} series"));
            told = run.ShardsDone;
            await Task.Delay(Look, ct);
        }
    }

    private static async Task<List<Region>> RegionsAsync(IHost host, string? code, CancellationToken ct)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(ct);
        return await db.Regions.AsNoTracking().Where(r => code == null || r.Code == code).OrderBy(r => r.Id).ToListAsync(ct);
    }

    private static IHost BuildHost()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        // This process serves nobody, so it may use every core; and it only does what it was asked for.
        builder.Configuration[$"{RunOptions.Section}:{nameof(RunOptions.FitThreads)}"] ??= Environment.ProcessorCount.ToString(
            CultureInfo.InvariantCulture);
        builder.Configuration[$"{RunOptions.Section}:{nameof(RunOptions.StartsByItself)}"] = bool.FalseString;
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        SettingsCheck.Demand(builder.Configuration, builder.Environment);
        builder.Services.AddForeactClock(builder.Configuration);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        builder.Services.AddForeactTraining(builder.Configuration);
        return builder.Build();
    }
}

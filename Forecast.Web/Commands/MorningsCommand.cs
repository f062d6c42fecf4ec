using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Commands;

/// <summary>
/// Says whether each region has its forecast of today, in a process of its own that asks the database and nobody else: a cluster runs it
/// every few minutes, and raises an alarm when it does not succeed.
/// </summary>
internal static class MorningsCommand
{
    private static readonly Option<int> Minutes = new("--minutes")
    {
        Description = "How many minutes before its deadline a region must have its forecast.",
        DefaultValueFactory = _ => 0,
    };

    public static Command Create()
    {
        var command = new Command("mornings", "Say whether each region has its forecast of today; ends with 1 if one is late.") { Minutes };
        Minutes.Validators.Add(result =>
        {
            if (result.GetValue(Minutes) is < 0 or > 1440)
                result.AddError("--minutes is a number from 0 to 1440.");
        });
        command.SetAction((result, ct) => RunAsync(result.GetValue(Minutes), ct));
        return command;
    }

    private static async Task<int> RunAsync(int minutes, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        SettingsCheck.DemandDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        using var host = builder.Build();
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(ct);

        // Without a first forecast there is no morning to miss.
        var shown = await db.Regions.AsNoTracking().Where(r => db.CurrentForecasts.Any(c => c.RegionId == r.Id))
            .OrderBy(r => r.Code).ToListAsync(ct);
        var origins = await db.Runs.Where(r => r.StoreIds == null && r.Status == RunStatus.Succeeded)
            .GroupBy(r => r.RegionId).Select(runs => new { RegionId = runs.Key, Latest = runs.Max(r => r.Origin) })
            .ToDictionaryAsync(r => r.RegionId, r => r.Latest, ct);
        int late = 0;
        foreach (var region in shown)
        {
            DateOnly? origin = origins.TryGetValue(region.Id, out var latest) ? latest : null;
            var morning = Judge(region, origin, TimeProvider.System.GetUtcNow(), minutes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{region.Code}: {Words(morning)}, due at {region.DeadlineAt:HH:mm} {region.TimeZone}, sales up to {origin:yyyy-MM-dd}"));
            late += morning == Morning.Late ? 1 : 0;
        }

        return late == 0 ? 0 : CommandEnd.Failed;
    }

    /// <summary>How a region's morning stands at an instant, given the last day that its latest forecast has seen.</summary>
    internal static Morning Judge(Region region, DateOnly? origin, DateTimeOffset now, int minutesBefore)
    {
        if (origin >= region.LastCompleteDay(now))
            return Morning.There;
        var local = TimeZoneInfo.ConvertTime(now, region.Zone).DateTime;
        var deadline = DateOnly.FromDateTime(local).ToDateTime(region.DeadlineAt);
        return local.AddMinutes(minutesBefore) >= deadline ? Morning.Late : Morning.NotYetDue;
    }

    private static string Words(Morning morning) => morning switch
    {
        Morning.There => "the forecast of today is there",
        Morning.NotYetDue => "no forecast of today yet",
        _ => "LATE: no forecast of today",
    };

    /// <summary>Whether the forecast of today is on show.</summary>
    internal enum Morning
    {
        /// <summary>It is.</summary>
        There,

        /// <summary>It is not, and need not be.</summary>
        NotYetDue,

        /// <summary>It is not, and should be.</summary>
        Late,
    }
}

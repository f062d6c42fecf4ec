using Forecast.Domain.Data;
using Forecast.Domain.Worklists;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Worklists;

/// <summary>Lines of a worklist in the database: number i is about i units, so that the last one ranks first.</summary>
internal static class WorklistSeed
{
    public static async Task<IReadOnlyList<WorklistEntry>> PlantAsync(
        ForeactDb db, int regionId, int lines, Action<int, WorklistEntry>? change = null)
    {
        WorklistEntry[] entries = [.. Enumerable.Range(1, lines).Select(i => Entry(regionId, i))];
        foreach (var (i, entry) in entries.Index())
            change?.Invoke(i + 1, entry);
        db.AddRange(entries);
        if (await db.RegionWorklists.FindAsync(regionId) is null)
        {
            // The watchdog would make the list of a run that has none.
            long run = await db.Runs.Where(r => r.RegionId == regionId).MaxAsync(r => r.Id);
            db.Add(new RegionWorklist { RegionId = regionId, RunId = run, Origin = Boards.Origin, MadeAt = Boards.Morning.AddHours(-2) });
        }

        await db.SaveChangesAsync();
        return entries;
    }

    private static WorklistEntry Entry(int regionId, int number) => new()
    {
        RegionId = regionId,
        Kind = WorklistKind.DemandAbove,
        Level = WorklistLevel.Series,
        Subject = $"series {number}",
        Cause = "level",
        Title = $"Line {number}",
        Reason = $"Because of {number}.",
        Strength = 2,
        Severity = WorklistSeverity.Medium,
        Units = number,
        Rank = 2 * number,
        Members = 1,
        FirstRunId = 1,
        FirstSeenAt = Boards.Morning.AddHours(-2),
        LastRunId = 1,
        LastSeenAt = Boards.Morning.AddHours(-2),
        FirstDay = Boards.Origin.AddDays(1),
        LastDay = Boards.Origin.AddDays(7),
    };
}

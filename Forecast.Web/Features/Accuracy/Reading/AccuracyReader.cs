using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Features.Accuracy.Figures;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Accuracy.Reading;

/// <summary>Reads how wrong the forecasts of a region were: what was published, or backtests until there is some.</summary>
internal sealed class AccuracyReader(ViewerContexts contexts, TimeProvider time)
{
    /// <summary>Null when the viewer has no such region: one that does not exist and one that is not theirs look the same.</summary>
    public async Task<AccuracyReading?> ReadAsync(Viewer viewer, AccuracySelection selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var granted = viewer.RegionIds.ToArray();
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToListAsync(cancellationToken);
        var region = selection.Region is null ? regions.FirstOrDefault() : regions.Find(r => r.Code == selection.Region);
        if (region is null)
            return null;
        viewer.DemandRegion(region.Id);
        var scored = await ScoredAsync(db, region.Id, cancellationToken);
        var lastDay = region.LastCompleteDay(time.GetUtcNow());
        var reading = new AccuracyReading
        {
            Region = region,
            Regions = regions,
            LastDay = lastDay,
            Selection = selection with { Region = region.Code },
            Period = AccuracyPeriod.Parse(selection.Period.Name, selection.Period.From, selection.Period.To, lastDay),
            IsBacktest = scored is null || selection.Backtests,
            Scored = scored,
            Rows = [],
            Bias = [],
        };
        return reading.IsBacktest
            ? await BacktestRows.ReadAsync(db, reading, cancellationToken)
            : reading with
            {
                Rows = await ScoreRows.ReadAsync(db, reading, cancellationToken),
                Bias = await BiasRows.ReadAsync(db, reading, cancellationToken),
            };
    }

    private static async Task<(DateOnly First, DateOnly Last)?> ScoredAsync(
        ForeactDb db, int region, CancellationToken cancellationToken)
    {
        var found = await db.AccuracyDays.Where(d => d.RegionId == region).GroupBy(d => d.RegionId)
            .Select(g => new { First = g.Min(d => d.Day), Last = g.Max(d => d.Day) }).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.First, found.Last);
    }
}

using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>
/// Reads one series with what was forecast of it before and what its forecast rests on: the sheet and a few queries more.
/// </summary>
internal sealed class SeriesReader(SheetReader sheets, ViewerContexts contexts)
{
    /// <summary>Days before the forecast that are shown beside what was forecast of them.</summary>
    public const int PastDays = 28;

    /// <summary>The longest way ahead that is compared with what was sold.</summary>
    public const int MostAhead = 7;

    /// <summary>The series, as a sheet of one; null when the viewer has no such thing.</summary>
    public async Task<Sheet?> ReadAsync(
        Viewer viewer, string regionCode, string storeCode, string itemCode, CancellationToken cancellationToken)
    {
        var sheet = await sheets.OfSeriesAsync(viewer, regionCode, storeCode, itemCode, cancellationToken);
        if (sheet?.Origin is not { } origin)
            return sheet;
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return sheet with
        {
            Past = await RestsOnAsync(
                db, sheet.Series[0].Id, origin, await ForecastsAsync(db, sheet, origin, cancellationToken), cancellationToken),
        };
    }

    private static async Task<Dictionary<DateOnly, float[]>> ForecastsAsync(
        ForeactDb db, Sheet sheet, DateOnly origin, CancellationToken cancellationToken)
    {
        int region = sheet.Region.Id, series = sheet.Series[0].Id;
        var first = origin.AddDays(1 - PastDays - MostAhead);
        var versions = await db.ForecastVersions.AsNoTracking()
            .Where(v => v.RegionId == region && v.PublishedAt != null && v.Origin >= first && v.Origin < origin)
            .Select(v => new { v.Id, v.Origin, v.Partition }).ToListAsync(cancellationToken);
        long[] ids = [.. versions.Select(v => v.Id)];
        DateOnly[] partitions = [.. versions.Select(v => v.Partition).Distinct()];
        var paths = await db.SeriesForecasts.AsNoTracking()
            .Where(f => partitions.Contains(f.Partition) && ids.Contains(f.VersionId) && f.SeriesId == series)
            .Select(f => new { f.VersionId, f.Mean }).ToDictionaryAsync(f => f.VersionId, f => f.Mean, cancellationToken);
        // Of several forecasts of a day, the last one published is the one that was acted on.
        return versions.Where(v => paths.ContainsKey(v.Id)).GroupBy(v => v.Origin)
            .ToDictionary(g => g.Key, g => paths[g.Max(v => v.Id)]);
    }

    private static async Task<SeriesPast> RestsOnAsync(
        ForeactDb db, int series, DateOnly origin, IReadOnlyDictionary<DateOnly, float[]> forecasts, CancellationToken cancellationToken)
    {
        var years = await db.SeriesYears.AsNoTracking().Where(y => y.SeriesId == series && y.Year <= origin.Year)
            .Select(y => new { y.Year, y.Quantity, y.StockedOut }).ToListAsync(cancellationToken);
        var days = years.SelectMany(y => y.Quantity.Select((sold, at) =>
                (Day: new DateOnly(y.Year, 1, 1).AddDays(at), Sold: sold, RanOut: y.StockedOut is { } ran && ran[at] > 0)))
            .Where(d => d.Day <= origin && !float.IsNaN(d.Sold)).ToList();
        DateOnly? first = days.Count == 0 ? null : days.Min(d => d.Day);
        return new SeriesPast
        {
            Forecasts = forecasts,
            First = first,
            DaysUsed = days.Count,
            DaysMissing = first is { } from ? origin.DayNumber - from.DayNumber + 1 - days.Count : 0,
            DaysEstimated = days.Count(d => d.RanOut),
        };
    }
}

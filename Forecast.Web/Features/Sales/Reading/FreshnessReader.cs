using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>Tells how far the sales of each region and store reach.</summary>
internal sealed class FreshnessReader(IDbContextFactory<ForeactDb> contexts, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Days looked back: a feed that is later than that is called "older".</summary>
    public const int DaysLookedAt = 21;

    public async Task<IReadOnlyList<RegionFreshness>> ReadAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var regions = await db.Regions.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var stores = await db.Stores.AsNoTracking().ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var newest = regions.Count == 0 ? [] : await NewestAsync(regions.Max(r => r.BusinessDay(now)), cancellationToken);
        return [.. regions.Select(region => Of(region, [.. stores.Where(s => s.RegionId == region.Id)], newest, ExpectedDay(region, now)))];
    }

    /// <summary>Yesterday's sales are expected when the morning run starts, not at midnight.</summary>
    internal static DateOnly ExpectedDay(Region region, DateTimeOffset now)
    {
        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, region.Zone).DateTime);
        return clock >= region.MorningRunAt ? region.LastCompleteDay(now) : region.LastCompleteDay(now).AddDays(-1);
    }

    internal static RegionFreshness Of(
        Region region, IReadOnlyList<Store> stores, IReadOnlyDictionary<int, DateOnly> newest, DateOnly expected)
    {
        var trading = stores.Where(s => !(s.ClosedOn < expected) && !(s.OpenedOn > expected)).ToList();
        var behind = trading.Where(s => !newest.TryGetValue(s.Id, out var day) || day < expected)
            .Select(s => new StoreBehind(s.Name, newest.TryGetValue(s.Id, out var day) ? day : null))
            .OrderBy(s => s.Newest).ThenBy(s => s.Name, StringComparer.Ordinal);
        var days = trading.Where(s => newest.ContainsKey(s.Id)).Select(s => (DateOnly?)newest[s.Id]);
        return new RegionFreshness(region.Code, region.Name, days.Max(), expected, trading.Count, [.. behind]);
    }

    /// <summary>
    /// By store: the newest of the last days that any of its items has a quantity for. Only those days are taken out of the years.
    /// </summary>
    private async Task<Dictionary<int, DateOnly>> NewestAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<int, DateOnly>();
        await using var command = database.CreateCommand(
            """
            SELECT s.store_id, max(w.first_day + (q.place - 1)::int)
            FROM (SELECT year, greatest($1, make_date(year, 1, 1)) AS first_day, least($2, make_date(year, 12, 31)) AS last_day
                  FROM generate_series(extract(year FROM $1)::int, extract(year FROM $2)::int) AS year) AS w
            JOIN series_year y ON y.year = w.year
            JOIN series s ON s.id = y.series_id
            CROSS JOIN LATERAL unnest(y.quantity[extract(doy FROM w.first_day)::int : extract(doy
                FROM w.last_day)::int]) WITH ORDINALITY AS q (quantity, place)
            WHERE q.quantity <> 'NaN'
            GROUP BY s.store_id
            """);
        command.Parameters.Add(new() { Value = today.AddDays(1 - DaysLookedAt) });
        command.Parameters.Add(new() { Value = today });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            newest[reader.GetInt32(0)] = reader.GetFieldValue<DateOnly>(1);
        return newest;
    }
}

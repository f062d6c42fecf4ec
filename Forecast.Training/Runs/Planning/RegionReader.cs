using Forecast.Domain.Catalog;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>Reads regions.</summary>
internal sealed class RegionReader(NpgsqlDataSource database)
{
    private const string Columns = "SELECT id, code, name, time_zone, holiday_calendar, morning_run_at, deadline_at FROM region";

    /// <summary>A region; throws <see cref="RunRefusedException"/> when there is none of that key.</summary>
    public async Task<Region> FindAsync(int regionId, CancellationToken ct)
    {
        var found = await database.Command($"{Columns} WHERE id = $1", regionId).ListAsync(Read, ct);
        return found is [var region] ? region : throw new RunRefusedException($"There is no region {regionId}.");
    }

    /// <summary>All regions by key.</summary>
    public Task<List<Region>> AllAsync(CancellationToken ct) => database.Command($"{Columns} ORDER BY id").ListAsync(Read, ct);

    private static Region Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Code = row.GetString(1),
        Name = row.GetString(2),
        TimeZone = row.GetString(3),
        HolidayCalendar = row.GetString(4),
        MorningRunAt = row.GetFieldValue<TimeOnly>(5),
        DeadlineAt = row.GetFieldValue<TimeOnly>(6),
    };
}

using System.IO.Compression;
using System.Text;
using Forecast.Domain.Data;
using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Domain.Imports;

/// <summary>A database per test, with one region "R" and a clock at noon of 10 June 2026, UTC.</summary>
public abstract class ImportTestBase(EmbeddedServers servers) : IAsyncLifetime
{
    private NpgsqlDataSource? source;

    internal virtual FixedTime Time { get; } = new("2026-06-10T12:00:00Z");

    protected NpgsqlDataSource Source => source!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        source = NpgsqlDataSource.Create(await servers.NewDatabaseAsync());
        await ExecuteAsync(
            "INSERT INTO region (code, name, time_zone, holiday_calendar, morning_run_at, deadline_at) VALUES ('R', 'Region', 'UTC', '', "
                + "'05:00', '09:00')");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected ForeactDb NewContext() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(Source).Options);

    protected IDbContextFactory<ForeactDb> Contexts => new ContextFactory(NewContext);

    protected ViewerContexts Viewers => new(Source);

    protected FileImport NewImport() => new(Source, Time);

    protected static ImportRequest Request => new() { FileName = "test.csv", RequestedBy = "test", UnknownKeys = UnknownKeys.Create };

    /// <summary>Loads a text as a sales file that creates what it names.</summary>
    protected Task<Load> LoadAsync(string text, ImportRequest? request = null) => LoadAsync(Encoding.UTF8.GetBytes(text), request);

    protected async Task<Load> LoadAsync(byte[] bytes, ImportRequest? request = null)
    {
        using var stream = new MemoryStream(bytes);
        return await NewImport().RunAsync(stream, request ?? Request, progress: null, Stop);
    }

    protected static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Loads one file of one row beside a good one and returns what quarantine says about it.</summary>
    protected async Task<RejectedRow> RejectedAsync(string header, string row, ImportRequest? request = null)
    {
        var load = await LoadAsync($"{header}\n{row}\n", request);
        Assert.Equal(LoadStatus.Succeeded, load.Status);
        Assert.Equal((1, 0, 1), (load.RowsRead, load.RowsAccepted, load.RowsRejected));
        return Assert.Single(await RejectedAsync(load));
    }

    protected async Task<List<RejectedRow>> RejectedAsync(Load load)
    {
        await using var db = NewContext();
        return await db.RejectedRows.Where(r => r.LoadId == load.Id).OrderBy(r => r.Line).ToListAsync(Stop);
    }

    /// <summary>A stored value: "quantity", "promotion", "price" or "stocked_out"; NaN where nothing is known.</summary>
    protected async Task<float> ValueAsync(string store, string item, string day, string track = "quantity")
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd");
        await using var command = Source.CreateCommand(
            $"""
            SELECT coalesce((SELECT y.{track}[$4] FROM series_year y JOIN series s ON s.id = y.series_id
                JOIN store t ON t.id = s.store_id JOIN item i ON i.id = s.item_id
                             WHERE t.code = $1 AND i.code = $2 AND y.year = $3), 'NaN'::real)
            """);
        command.Parameters.AddRange(
            new NpgsqlParameter[] { new() { Value = store }, new() { Value = item }, new() { Value = (short)date.Year },
            new() { Value = date.DayOfYear } });
        return (float)(await command.ExecuteScalarAsync(Stop))!;
    }

    /// <summary>Everything that loads store, as text: equal texts, equal history.</summary>
    protected async Task<string> HistoryAsync() => (string)await ScalarAsync(
        """
        SELECT coalesce((SELECT string_agg(format('%s %s %s %s %s %s %s', t.code, i.code, y.year, y.quantity, y.promotion, y.price,
            y.stocked_out), E'\n'
                                           ORDER BY t.code, i.code, y.year)
                         FROM series_year y JOIN series s ON s.id = y.series_id JOIN store t ON t.id = s.store_id
                             JOIN item i ON i.id = s.item_id), '')
               || coalesce((SELECT string_agg(format('%s %s %s', t.code, o.year, o.open), E'\n' ORDER BY t.code, o.year)
                   FROM store_year o JOIN store t ON t.id = o.store_id), '')
        """);

    protected async Task<object> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(Stop))!;
    }

    protected Task ExecuteAsOwnerAsync(string sql) => EmbeddedServers.ExecuteAsOwnerAsync(Source.ConnectionString, sql);

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private sealed class ContextFactory(Func<ForeactDb> create) : IDbContextFactory<ForeactDb>
    {
        public ForeactDb CreateDbContext() => create();
    }
}

using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Domain.Data;

/// <summary>What the database itself lets a viewer see and write, whatever a query forgets to ask.</summary>
public sealed class RegionGuardTests(EmbeddedServers servers) : IAsyncLifetime
{
    /// <summary>A column of one of these names, and a table holds something of a region.</summary>
    private const string RegionalTables =
        """
        SELECT DISTINCT c.relname::text FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (c.relname = 'region' OR a.attname IN
            ('region_id', 'region_code', 'store_id', 'series_id', 'load_id', 'run_id', 'version_id', 'forecast_version_id',
             'model_version_id', 'store_ids'))
        UNION SELECT 'load'
        """;

    /// <summary>Rows that may be of several regions at once: only who sees all sees them.</summary>
    private static readonly string[] OnlyForAll = ["rejected_row", "rejected_reason"];

    private readonly TestDatabase database = new(servers);
    private BoardSeed seed = null!;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private Viewer Petra => seed.Viewer(seed.Petra, seed.North);

    private Viewer Will => seed.Viewer(seed.Will, seed.West);

    private Viewer Nora => seed.Viewer(seed.Nora);

    /// <summary>An admin of whom the cookie does not know every region yet.</summary>
    private Viewer Ada => seed.Viewer(seed.Ada);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
        await RowsOfTwoRegions.PlantAsync(database.Source);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task ForgottenFilter_ShowsOnlyTheRowsOfTheRegion()
    {
        foreach (var table in await TablesAsync())
        {
            long all = await CountAsync(Ada, table), north = await CountAsync(Petra, table), west = await CountAsync(Will, table);

            Assert.True(all > 0, $"{table} is empty: plant rows of both regions in RowsOfTwoRegions.");
            if (OnlyForAll.Contains(table, StringComparer.Ordinal))
                Assert.True((north, west) == (0, 0), $"{table} shows {north} and {west} rows.");
            else
                Assert.True(north > 0 && west > 0 && north + west <= all, $"{table} shows {north} and {west} of {all} rows.");
            Assert.Equal(0, await CountAsync(Nora, table));
        }

        Assert.Equal(2, await CountAsync(Petra, "store"));
        Assert.Equal(2, await CountAsync(Petra, "series_forecast"));
        Assert.Equal(1, await CountAsync(Will, "series_year"));
        Assert.Equal(365, await CountAsync(Will, "sales_day")); // The view for people with SQL.
    }

    [Fact]
    public async Task TableThatHoldsSomethingOfARegion_HasAPolicy()
    {
        const string unguarded =
            "SELECT relname::text FROM pg_class c WHERE relname = ANY ($1) AND NOT (relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy p "
                + "WHERE p.polrelid = c.oid))";
        var tables = await TablesAsync();
        await using var command = database.Source.CreateCommand(unguarded);
        command.Parameters.Add(new() { Value = tables.ToArray() });

        var missing = await ReadAsync(command);

        Assert.True(tables.Count > 20, "The catalog was not understood.");
        Assert.True(missing.Count == 0, $"Guard these in their migration (RowGuard): {string.Join(", ", missing)}");
    }

    [Fact]
    public async Task WhoSaysNothing_SeesNothing()
    {
        await using var silent = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "" }.ConnectionString);

        foreach (var table in (string[])[.. await TablesAsync(), "app_user", "shared_key", "audit_entry"])
        {
            await using var command = silent.CreateCommand($"SELECT count(*) FROM {table}");
            Assert.Equal(0L, await command.ExecuteScalarAsync(Soon));
        }
    }

    [Fact]
    public async Task PeopleKeysAndAudit_AreNoneOfAViewersBusiness()
    {
        foreach (var table in (string[])["app_user", "shared_key", "audit_entry"])
        {
            Assert.Equal(0, await CountAsync(Petra, table));
            Assert.NotEqual(0, await CountAsync(Ada, table));
        }
    }

    [Theory]
    [InlineData("INSERT INTO store (code, name, region_id, type) VALUES ('X', 'X', {0}, '')")]
    [InlineData("UPDATE store SET region_id = {0} WHERE code = 'N1'")]
    [InlineData("INSERT INTO model_alias (region_id, alias, model_version_id) VALUES ({0}, 'challenger', 1)")]
    [InlineData("INSERT INTO store_year (store_id, year, open) SELECT {1}, 2030, array_fill(1::real, ARRAY[365])")]
    [InlineData("INSERT INTO sales_change (load_id, store_id, first_day, last_day) SELECT 1, {1}, '2026-01-01', '2026-01-02'")]
    [InlineData("INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, status, bytes_read, "
        + "rows_read, rows_accepted, rows_duplicate, rows_rejected, values_changed, message, region_id) "
        + "VALUES ('Sales', 'x', '', 'NotLoaded', 'Reject', 'x', now(), 'Running', 0, 0, 0, 0, 0, 0, '', {0})")]
    public async Task WritingIntoAnotherRegion_IsRefused(string sql)
    {
        await using var all = database.Source.CreateCommand("SELECT id FROM store WHERE code = 'W1'");
        var store = await all.ExecuteScalarAsync(Soon);
        await using var db = await database.Viewers.OpenAsync(Petra, Soon);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => db.Database.ExecuteSqlRawAsync(string.Format(CultureInfo.InvariantCulture, sql, seed.West, store), Soon));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Contains("row-level security", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsOfAnotherRegion_AreNeitherChangedNorRemoved()
    {
        await using var db = await database.Viewers.OpenAsync(Petra, Soon);

        Assert.Equal(0, await db.Stores.Where(s => s.Code == "W1").ExecuteUpdateAsync(s => s.SetProperty(x => x.Name, "mine"), Soon));
        Assert.Equal(0, await db.StoreSales.Where(s => db.Stores.Any(t => t.Id == s.StoreId && t.Code == "W1")).ExecuteDeleteAsync(Soon));
        Assert.Equal(2, await db.Stores.ExecuteUpdateAsync(s => s.SetProperty(x => x.Name, "mine"), Soon));
        db.Add(new Store { Code = "N3", Name = "New", RegionId = seed.North, Type = "" });
        await db.SaveChangesAsync(Soon);
        Assert.Equal(1, await CountAsync(Will, "store"));
    }

    [Fact]
    public async Task TwoViewersOnOnePooledConnection_NeverSeeEachOthersRegion()
    {
        await using var one = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Options = "" }.ConnectionString);
        var contexts = new ViewerContexts(one);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                var viewer = ((worker + i) % 3) switch { 0 => Petra, 1 => Will, _ => Nora };
                await using var db = await contexts.OpenAsync(viewer, Soon);
                Assert.Equal(viewer.RegionIds.Order(), await db.Regions.Select(r => r.Id).OrderBy(id => id).ToListAsync(Soon));
                if (i % 10 == 0)
                    await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("SELECT 1/0", Soon)); // Fails, goes back.
            }
        }, Soon)));

        await using (var db = await contexts.OpenAsync(Ada, Soon))
            Assert.Equal(2, await db.Regions.CountAsync(Soon));
        await using var command = one.CreateCommand("SELECT count(*) FROM region"); // The same session, of which nobody has said anything.
        Assert.Equal(0L, await command.ExecuteScalarAsync(Soon));
    }

    [Theory] // What a query asks for is looked up first, and the policy asked about what was found; no policy keeps an index from use.
    [InlineData("series_year WHERE series_id = ANY ('{1,2}') AND year = 2026")]
    [InlineData("series_forecast WHERE partition = '2026-11-20' AND version_id = 1 AND series_id = 1")]
    [InlineData("store_outlook WHERE version_id = 1 AND store_id = ANY ('{1,2}')")]
    [InlineData("current_forecast WHERE region_id = 1")]
    [InlineData("run WHERE region_id = 1 AND requested_at > '2026-11-20'")]
    [InlineData("sales_change WHERE store_id = ANY ('{1,2}') AND load_id = 1")]
    public async Task Index_IsUsedBeforeThePolicyIsAsked(string query)
    {
        await using var connection = await database.Viewers.OpenConnectionAsync(Petra, Soon);
        await using (var few = new NpgsqlCommand("SET enable_seqscan = off; SET enable_bitmapscan = off", connection)) // Few rows are here.
            await few.ExecuteNonQueryAsync(Soon);
        await using var command = new NpgsqlCommand($"EXPLAIN SELECT * FROM {query}", connection);

        var plan = await ReadAsync(command);

        Assert.StartsWith("Index", plan[0].TrimStart(), StringComparison.Ordinal);
        Assert.Contains(plan, line => line.Contains("Index Cond:", StringComparison.Ordinal));
    }

    [Fact] // One connection string for everything, and that of a superuser at worst.
    public async Task OwnerOfTheTables_IsHeldAsWell_WhileItWorksForAViewer()
    {
        await using var owner = NpgsqlDataSource.Create(EmbeddedServers.AsOwner(database.ConnectionString));
        await using (var connection = await owner.OpenConnectionAsync(Soon))
            await ProductRole.GrantAsync(connection, ProductRole.Viewers, null, [], Soon);
        var contexts = new ViewerContexts(owner);

        await using (var db = await contexts.OpenAsync(Petra, Soon))
        {
            Assert.Equal(seed.North, await db.Regions.Select(r => r.Id).SingleAsync(Soon));
            Assert.Equal(2, await db.SeriesForecasts.CountAsync(Soon));
        }

        await using var command = owner.CreateCommand("SELECT count(*) FROM region"); // Its own work again.
        Assert.Equal(2L, await command.ExecuteScalarAsync(Soon));
    }

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var command = database.Source.CreateCommand(RegionalTables);
        return await ReadAsync(command);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlCommand command)
    {
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Soon);
        while (await reader.ReadAsync(Soon))
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>What a query without any filter finds.</summary>
    private async Task<long> CountAsync(Viewer viewer, string table)
    {
        await using var connection = await database.Viewers.OpenConnectionAsync(viewer, Soon);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
        return (long)(await command.ExecuteScalarAsync(Soon))!;
    }
}

using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Domain.Data;

/// <summary>What the role of the product may not do.</summary>
public sealed class ProductRoleTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("ALTER TABLE store ADD COLUMN mine int")]
    [InlineData("ALTER TABLE store DISABLE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY rows_of_seen_regions ON store")]
    [InlineData("DROP TABLE store CASCADE")]
    [InlineData("TRUNCATE store CASCADE")]
    [InlineData("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_only_grows")]
    [InlineData("UPDATE audit_entry SET by = ''")]
    [InlineData("DELETE FROM audit_entry")]
    [InlineData("SELECT * FROM series_forecast_20300101")] // Partitions are read through their table, which has a policy.
    [InlineData("DROP TABLE series_forecast_20300101")]
    [InlineData("SET ROLE postgres")]
    public async Task WhatIsNotReadingOrWritingRows_IsRefused(string sql)
    {
        await ExecuteAsync("SELECT make_forecast_partition('2030-01-01')");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Granting_CanBeRepeated_AndTakesAnOrdinaryRoleOnly()
    {
        await using var owner = new NpgsqlConnection(EmbeddedServers.AsOwner(database.ConnectionString));
        await owner.OpenAsync(Soon);
        await ProductRole.GrantAsync(owner, EmbeddedServers.ProductRole, null, [], Soon);

        var refused = await Assert.ThrowsAsync<ProductRoleException>(() => ProductRole.GrantAsync(owner, "postgres", null, [], Soon));

        Assert.StartsWith("The database role postgres passes by row-level security", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingRole_ThatTheOwnerMayNotMake_IsAskedForInWords()
    {
        await using var plain = new NpgsqlConnection(database.ConnectionString);
        await plain.OpenAsync(Soon);

        var refused = await Assert.ThrowsAsync<ProductRoleException>(() => ProductRole.GrantAsync(plain, "not_there", "x", [], Soon));

        Assert.Contains("CREATE ROLE \"not_there\" LOGIN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldEntriesOfTheAudit_AreForgotten_TheRestIsNot_AndItIsWrittenDown()
    {
        await ExecuteAsync(
            """
            INSERT INTO audit_entry (at, by, action, subject, detail) VALUES (now() - interval '900 days', 'a', 'old', '', ''),
                (now() - interval '40 days', 'a', 'kept', '', ''), (now() - interval '1 day', 'a', 'young', '', '')
            """);

        Assert.Equal(1L, await ScalarAsync("SELECT forget_audit_before(now() - interval '730 days')"));
        Assert.Equal(0L, await ScalarAsync("SELECT forget_audit_before(now() - interval '730 days')"));

        Assert.Equal("forget audit, kept, young", await ScalarAsync("SELECT string_agg(action, ', ' ORDER BY action) FROM audit_entry"));
        Assert.Equal("1 entries", await ScalarAsync("SELECT detail FROM audit_entry WHERE action = 'forget audit'"));
        Assert.Equal(1L, await ScalarAsync("SELECT forget_audit_before(now() + interval '1 day')")); // Thirty days stay, whatever is asked.
        Assert.Equal("young", await ScalarAsync("SELECT string_agg(action, ', ') FROM audit_entry WHERE action <> 'forget audit'"));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Soon);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Soon);
    }
}

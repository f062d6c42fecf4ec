using Forecast.Domain.Data;
using Forecast.Training.Runs.Planning;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>The product's own migrations and grants, applied once to the template that every test database is copied from.</summary>
internal static class Schema
{
    public static async Task MigrateAsync(string connectionString, string role, string password)
    {
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(connectionString).Options);
        await db.Database.MigrateAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);
        await JobTables.PrepareAsync(database, CancellationToken.None);
        await using var owner = await database.OpenConnectionAsync();
        await ProductRole.GrantAsync(owner, role, password, [JobTables.Schema], CancellationToken.None);
    }
}

using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Support;

/// <summary>The product's own migrations, applied once to the template that every test database is copied from.</summary>
internal static class Schema
{
    public static async Task MigrateAsync(string connectionString)
    {
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(connectionString).Options);
        await db.Database.MigrateAsync();
    }
}

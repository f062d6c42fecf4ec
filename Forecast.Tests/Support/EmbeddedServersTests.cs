using Npgsql;

namespace Forecast.Tests.Support;

public class EmbeddedServersTests(EmbeddedServers servers)
{
    [Fact]
    public async Task NewDatabase_HasTheProductsSchema()
    {
        var database = await servers.NewDatabaseAsync();

        await ExecuteAsync(database, "SELECT * FROM series_year");
    }

    [Fact]
    public async Task TwoDatabases_AreApart()
    {
        var first = await servers.NewDatabaseAsync();
        var second = await servers.NewDatabaseAsync();

        await EmbeddedServers.ExecuteAsOwnerAsync(first, "CREATE TABLE only_here (id int)");

        var missing = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(second, "SELECT * FROM only_here"));
        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
    }

    [Fact]
    public async Task BlobWritten_IsReadBack()
    {
        var container = await servers.NewBlobContainerAsync();

        await container.UploadBlobAsync("greeting", BinaryData.FromString("hello"), TestContext.Current.CancellationToken);

        var read = await container.GetBlobClient("greeting").DownloadContentAsync(TestContext.Current.CancellationToken);
        Assert.Equal("hello", read.Value.Content.ToString());
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

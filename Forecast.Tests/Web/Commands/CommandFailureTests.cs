using System.Globalization;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Web.Commands;

/// <summary>What an operator reads when the command line cannot do its work: one sentence, no stack trace, exit code 1.</summary>
public class CommandFailureTests(EmbeddedServers servers)
{
    [Fact]
    public async Task NoDatabaseConfigured_NamesTheSetting() =>
        await AssertExplainedAsync(null, "Set the connection string \"Forecast\" (environment: ConnectionStrings__Forecast).");

    [Fact]
    public async Task DatabaseAway_NamesItsAddressAndTheSetting()
    {
        var port = FreePort();

        await AssertExplainedAsync(
            $"Host=127.0.0.1;Port={port};Database=x;Username=x;Password=x", $"127.0.0.1:{port}", "Check ConnectionStrings__Forecast.");
    }

    [Fact]
    public async Task WrongPassword_IsSaidSo()
    {
        var wrong = new NpgsqlConnectionStringBuilder(await servers.NewEmptyDatabaseAsync()) { Password = "wrong" };

        await AssertExplainedAsync(wrong.ConnectionString, "refused the sign-in", "Check ConnectionStrings__Forecast.");
    }

    [Fact]
    public async Task EmptyDatabase_AsksForTheMigration() =>
        await AssertExplainedAsync(await servers.NewEmptyDatabaseAsync(), ["Run the migrate command."], "demo");

    [Theory]
    [InlineData("Production", "-5.00:00:00", "Clock:MovedBy moves the clock for tests and is refused in Production.")]
    [InlineData("Development", "a week", "Clock:MovedBy must be a span of time such as -5.00:00:00, not \"a week\".")]
    public async Task ClockThatMustNotBeMoved_IsRefused(string environment, string movedBy, string sentence)
    {
        var settings = new Dictionary<string, string>(
            StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = environment,
            ["Clock__MovedBy"] = movedBy,
            ["ConnectionStrings__Forecast"] = "Host=x"
        };

        var (code, output) = await Product.TryAsync(settings, "demo");

        Assert.Equal((1, $"A setting is wrong. {sentence}"), (code, output.Split(" Remove it.")[0].TrimEnd()));
    }

    private static Task AssertExplainedAsync(string? connectionString, params string[] sentences) =>
        AssertExplainedAsync(connectionString, sentences, "migrate");

    private static async Task AssertExplainedAsync(string? connectionString, string[] sentences, string command)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__Forecast"] = connectionString ?? "" };
        if (connectionString is null)
            settings.Remove("ConnectionStrings__Forecast");

        var (code, output) = await Product.TryAsync(settings, command);

        Assert.Equal(1, code);
        Assert.All(sentences, sentence => Assert.Contains(sentence, output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", output, StringComparison.Ordinal);
    }

    private static string FreePort() => Ports.Free().ToString(CultureInfo.InvariantCulture);
}

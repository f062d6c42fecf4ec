using Forecast.Tests.Support;
using Forecast.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Forecast.Tests.Web.Hosting;

/// <summary>What is wrong with the settings is said before anything starts: all of it, where it is set and how to mend it.</summary>
public class SettingsCheckTests
{
    private static readonly (string, string?)[] Good =
        [("ConnectionStrings:Forecast", "Host=localhost;Database=x;Username=x"), ("Blobs:ServiceUri", "https://x.blob.core.windows.net")];

    private static readonly IHostEnvironment Environment = new HostingEnvironment { EnvironmentName = "Production" };

    [Fact]
    public void GoodSettings_AreFine() => SettingsCheck.Demand(Settings([]), Environment);

    [Theory]
    [InlineData("Blobs:Container", "m5",
        "Blobs:Container is \"m5\"; storage takes 3 to 63 lower-case letters, digits and single hyphens between them (environment: "
        + "Blobs__Container).")]
    [InlineData("Blobs:Container", "Models", "Blobs:Container is \"Models\"; ")]
    [InlineData("Blobs:Container", "two--hyphens", "Blobs:Container is \"two--hyphens\"; ")]
    [InlineData("Blobs:ServiceUri", "ftp://x",
        "Blobs:ServiceUri is \"ftp://x\"; write an address such as https://account.blob.core.windows.net")]
    [InlineData("Blobs:ServiceUri", "account", "Blobs:ServiceUri is \"account\"; write an address such as")]
    [InlineData("Blobs:ServiceUri", "", "Blobs:ServiceUri is not set and neither is Blobs:ConnectionString")]
    [InlineData("Blobs:ConnectionString", "secret=abc", "Blobs:ConnectionString cannot be read.")]
    [InlineData("Runs:SecondOpinion", "sometimes",
        "Runs:SecondOpinion is \"sometimes\", which is none of Never, Retrains, EveryRun (environment: Runs__SecondOpinion).")]
    [InlineData("Runs:SecondOpinion", "7", "Runs:SecondOpinion is \"7\", which is none of Never")]
    [InlineData("Blobs:NetworkTimeoutSeconds", "0",
        "Blobs:NetworkTimeoutSeconds is 0; it must lie between 1 and 600 (environment: Blobs__NetworkTimeoutSeconds).")]
    [InlineData("Runs:HorizonDays", "two weeks",
        "Runs:HorizonDays is \"two weeks\", which is no whole number (environment: Runs__HorizonDays).")]
    [InlineData("Runs:WorseByAtMost", "-1", "Runs:WorseByAtMost is -1; it must lie between 0 and 10")]
    [InlineData("Runs:StartsByItself", "perhaps", "Runs:StartsByItself is \"perhaps\", which is neither true nor false")]
    [InlineData("Engine:Models:0", "oracle", "Engine:Models names the unknown model \"oracle\"; known are auto, local, ")]
    [InlineData("Worker:Queues", "refresh,fits",
        "Worker:Queues names the unknown queue \"fits\"; there are clock, refresh, fit (environment: Worker__Queues).")]
    [InlineData("Worker:Queues", " , ", "Worker:Queues names no queue; there are clock, refresh, fit")]
    [InlineData("Role", "Werker", "Role is \"Werker\"; it is one of All, Web, Worker.")]
    [InlineData("Proxy:KnownNetworks:0", "10.0.0.0/99", "Proxy:KnownNetworks:0 is \"10.0.0.0/99\"; write a network such as 10.0.0.0/16")]
    [InlineData("ConnectionStrings:Forecast", "Database=x", "ConnectionStrings:Forecast names no host.")]
    [InlineData("ConnectionStrings:Forecast", "Host=x;Colour=red", "ConnectionStrings:Forecast cannot be read: ")]
    [InlineData("ConnectionStrings:Forecast", "", "No database is configured.")]
    public void WrongSetting_IsNamedWithWhatToWriteInstead(string name, string value, string sentence)
    {
        var failure = Assert.Throws<WrongSettingsException>(() => SettingsCheck.Demand(Settings([(name, value)]), Environment));

        Assert.StartsWith($"A setting is wrong. {sentence}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal); // Keys and passwords are not for the log.
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("train")]
    public async Task ProcessWithSeveralFaults_NamesThemAllAndEnds(string command)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Forecast"] = "Host=nowhere.invalid;Database=x;Username=x",
            ["Blobs__ServiceUri"] = "https://x.blob.core.windows.net",
            ["Blobs__Container"] = "m5",
            ["Runs__MaxAttempts"] = "0",
            ["Worker__Queues"] = "fit,repairs",
        };

        var (code, output) = await Product.TryAsync(settings, command);

        Assert.Equal(1, code);
        Assert.StartsWith("3 settings are wrong.\n- Runs:MaxAttempts is 0; it must lie between 1 and 20", output, StringComparison.Ordinal);
        Assert.Contains("- Worker:Queues names the unknown queue \"repairs\"", output, StringComparison.Ordinal);
        Assert.Contains("- Blobs:Container is \"m5\"; ", output, StringComparison.Ordinal);
    }

    private static IConfiguration Settings((string Name, string? Value)[] changed) => new ConfigurationBuilder()
        .AddInMemoryCollection(Good.Concat(changed).GroupBy(s => s.Item1, StringComparer.Ordinal)
            .Select(s => KeyValuePair.Create(s.Key, s.Last().Item2)))
        .Build();
}

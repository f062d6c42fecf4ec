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
    [InlineData("Audit:KeepDays", "7",
        "Audit:KeepDays is 7; write 0 to keep entries for ever, or 30 days at least (environment: Audit__KeepDays).")]
    [InlineData("Runs:RefreshesPerMinute", "0", "Runs:RefreshesPerMinute is 0; it must lie between 1 and 1000")]
    [InlineData("KeyWrapping:Certificates:0:SourceType", "Base64",
        "KeyWrapping:Certificates:0:SourceType is \"Base64\"; it is one of Path, KeyVault (environment: ")]
    [InlineData("KeyWrapping:Certificates:0:SourceType", "Path",
        "KeyWrapping:Certificates:0:CertificateDiskPath names no file: \"\". Write the path of a .pfx file")]
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

    private const string Tenant = "11111111-1111-4111-8111-111111111111", Client = "bbbbbbbb-0000-4000-8000-00000000000b";

    private static readonly (string, string?)[] Entra =
    [
        ("AzureAd:Instance", "https://login.microsoftonline.com/"), ("AzureAd:TenantId", Tenant), ("AzureAd:ClientId", Client),
        ("AzureAd:ClientSecret", "abc"),
    ];

    [Fact]
    public void SignInOfOneCompany_IsFine() => SettingsCheck.Demand(Settings(Entra), Environment);

    [Fact]
    public void SignInOfListedCompanies_IsFine() => SettingsCheck.Demand(
        Settings([.. Entra, ("AzureAd:TenantId", "organizations"), ("Access:AllowedTenants:0", Tenant)]), Environment);

    [Theory]
    [InlineData("AzureAd:Instance", "http://login.microsoftonline.com/",
        "AzureAd:Instance is \"http://login.microsoftonline.com/\"; write https://login.microsoftonline.com/ "
        + "(environment: AzureAd__Instance).")]
    [InlineData("AzureAd:TenantId", null, "AzureAd:TenantId is not set; write the directory (tenant) id, or organizations together with")]
    [InlineData("AzureAd:TenantId", "common", "AzureAd:TenantId is \"common\"; write the directory (tenant) id")]
    [InlineData("AzureAd:TenantId", "organizations", "AzureAd:TenantId is \"organizations\", which lets in anybody of any company.")]
    [InlineData("Access:AllowedTenants:0", Tenant, "AzureAd:TenantId names one company, so Access:AllowedTenants is never asked.")]
    [InlineData("AzureAd:ClientId", "foreact",
        "AzureAd:ClientId is \"foreact\"; write the application (client) id of the app registration")]
    [InlineData("AzureAd:ClientSecret", "", "AzureAd:ClientSecret is not set and AzureAd:ClientCredentials is empty.")]
    [InlineData("AzureAd:ClientCredentials:0:SourceType", "ClientSecret",
        "AzureAd:ClientCredentials and ClientSecret name several credentials; keep one")]
    [InlineData("AzureAd:CallbackPath", "signin-oidc", "AzureAd:CallbackPath is \"signin-oidc\"; write a path such as /signin-oidc")]
    [InlineData("Access:FirstAdmin", "ada@contoso.example", "Access:FirstAdmin is \"ada@contoso.example\"; write TENANT-ID:OBJECT-ID")]
    [InlineData("Access:Groups:Planner:0", "Planners", "Access:Groups:Planner:0 is \"Planners\"; write the object id of a group")]
    [InlineData("Access:Regions:NORTH:0", "North", "Access:Regions:NORTH:0 is \"North\"; write the object id of a group")]
    public void WrongSettingOfTheSignIn_IsNamedWithWhatToWriteInstead(string name, string? value, string sentence)
    {
        var failure = Assert.Throws<WrongSettingsException>(() => SettingsCheck.Demand(Settings([.. Entra, (name, value)]), Environment));

        Assert.StartsWith($"A setting is wrong. {sentence}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Path", "CertificateDiskPath", "/no/such.pfx",
        "CertificateDiskPath names no file: \"/no/such.pfx\". Write the path of a .pfx file")]
    [InlineData("SignedAssertionFilePath", "SignedAssertionFileDiskPath", "/no/token",
        "SignedAssertionFileDiskPath names no file: \"/no/token\".")]
    [InlineData("KeyVault", "KeyVaultUrl", "https://x.vault.azure.net",
        "KeyVaultCertificateName is not set; write the name of the certificate")]
    [InlineData("ClientSecret", "ClientSecret", "", "ClientSecret is not set; write the secret")]
    [InlineData("Certifcate", "CertificateDiskPath", "x", "SourceType is \"Certifcate\"; it is one of ClientSecret, Path, KeyVault, ")]
    public void WrongCredential_IsNoticedBeforeAnybodySignsIn(string source, string name, string value, string sentence)
    {
        const string first = "AzureAd:ClientCredentials:0";
        var settings = Settings([.. Entra, ("AzureAd:ClientSecret", null), ($"{first}:SourceType", source), ($"{first}:{name}", value)]);

        var failure = Assert.Throws<WrongSettingsException>(() => SettingsCheck.Demand(settings, Environment));

        Assert.StartsWith($"A setting is wrong. {first}:{sentence}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoCertificate_IsNoticedBeforeAnybodySignsIn()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "no certificate", TestContext.Current.CancellationToken);
            var settings = Settings(
            [
                .. Entra, ("AzureAd:ClientSecret", null), ("AzureAd:ClientCredentials:0:SourceType", "Path"),
                ("AzureAd:ClientCredentials:0:CertificateDiskPath", file),
            ]);

            var failure = Assert.Throws<WrongSettingsException>(() => SettingsCheck.Demand(settings, Environment));

            Assert.Contains("CertificateDiskPath cannot be opened", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Worker_NeedsNoSecret() => SettingsCheck.Demand(
        Settings([.. Entra, ("AzureAd:ClientSecret", null), ("Role", "Worker")]), Environment);

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

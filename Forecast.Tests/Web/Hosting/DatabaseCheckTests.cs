using Forecast.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace Forecast.Tests.Web.Hosting;

/// <summary>Signing in to the database with a token: what does not go with it is said before anything starts.</summary>
public class DatabaseCheckTests
{
    private const string Server = "Host=db.example;Database=foreact;Username=id-web-foreact-prod;SSL Mode=VerifyFull";

    private static readonly (string, string?)[] Good =
        [("ConnectionStrings:Forecast", Server), ("Database:SignIn", "Entra"), ("Blobs:ServiceUri", "https://x.blob.core.windows.net")];

    [Fact]
    public void RoleOfAnIdentity_IsFine() => Demand("Production", []);

    [Theory]
    [InlineData("ConnectionStrings:Forecast", Server + ";Password=abc",
        "ConnectionStrings:Forecast holds a password although Database:SignIn is Entra. Keep one of them (environment: "
        + "ConnectionStrings__Forecast).")]
    [InlineData("ConnectionStrings:Forecast", "Host=db.example;Database=foreact;SSL Mode=VerifyFull",
        "ConnectionStrings:Forecast names no role. With Database:SignIn Entra, write Username=… with the role of this identity")]
    [InlineData("ConnectionStrings:Forecast", "Host=db.example;Username=x;SSL Mode=Require",
        "ConnectionStrings:Forecast does not make sure of the server, which would be sent the token. Write SSL Mode=VerifyFull")]
    [InlineData("Database:SignIn", "Kerberos",
        "Database:SignIn is \"Kerberos\", which is none of Password, Entra (environment: Database__SignIn).")]
    [InlineData("Database:TokenRefreshSeconds", "3600", "Database:TokenRefreshSeconds is 3600; it must lie between 1 and 240")]
    [InlineData("AZURE_TOKEN_CREDENTIALS", "WorkloadIdentityCredential",
        "AZURE_TOKEN_CREDENTIALS is WorkloadIdentityCredential, but AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_FEDERATED_TOKEN_FILE is not "
        + "set: the pod has no workload identity.")]
    public void WhatDoesNotGoWithATokenIsNamed_WithWhatToWriteInstead(string name, string value, string sentence)
    {
        var failure = Assert.Throws<WrongSettingsException>(() => Demand("Production", [(name, value)]));

        Assert.StartsWith($"A setting is wrong. {sentence}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenOfThePodThatIsNotThere_IsNamed()
    {
        (string, string?)[] workload =
        [
            ("AZURE_TOKEN_CREDENTIALS", "WorkloadIdentityCredential"), ("AZURE_CLIENT_ID", "x"), ("AZURE_TENANT_ID", "x"),
            ("AZURE_FEDERATED_TOKEN_FILE", "/no/token"),
        ];

        var failure = Assert.Throws<WrongSettingsException>(() => Demand("Production", workload));

        Assert.Contains("AZURE_FEDERATED_TOKEN_FILE names no file: \"/no/token\".", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ServerOnThisMachine_NeedsNoCertificateInDevelopment() =>
        Demand("Development", [("ConnectionStrings:Forecast", "Host=localhost;Database=foreact;Username=x")]);

    [Fact]
    public void MigrationChecksItsOwner()
    {
        var configuration = Settings([("ConnectionStrings:ForecastOwner", "Host=db.example;Username=id-migrate;SSL Mode=Prefer")]);

        var failure = Assert.Throws<WrongSettingsException>(() => SettingsCheck.DemandMigration(configuration, In("Production")));

        Assert.StartsWith(
            "A setting is wrong. ConnectionStrings:ForecastOwner does not make sure", failure.Message, StringComparison.Ordinal);
    }

    private static void Demand(string environment, (string, string?)[] changed) =>
        SettingsCheck.Demand(Settings(changed), In(environment));

    private static HostingEnvironment In(string environment) => new() { EnvironmentName = environment };

    private static IConfiguration Settings((string Name, string? Value)[] changed) => new ConfigurationBuilder()
        .AddInMemoryCollection(Good.Concat(changed).GroupBy(s => s.Item1, StringComparer.Ordinal)
            .Select(s => KeyValuePair.Create(s.Key, s.Last().Item2)))
        .Build();
}

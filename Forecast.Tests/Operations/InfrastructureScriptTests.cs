using System.Text.Json.Nodes;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Hosting;

namespace Forecast.Tests.Operations;

/// <summary>The scripts of infra/, with a stand-in for the Azure CLI: what they ask of Azure and of people, in which order.</summary>
public sealed class InfrastructureScriptTests
{
    private const string ClientId = "11111111-2222-3333-4444-555555555555";

    private static readonly string[] Outputs =
    [
        "aks-foreact-dev", "https://issuer.example/", "cr.azurecr.io", "https://st.blob.core.windows.net/",
        "psql.postgres.database.azure.com", "kv-foreact-dev", "https://kv/keys/data-protection", "InstrumentationKey=1",
        "https://grafana.example",
        "10.20.8.0/24", "10.20.9.0/24", "client-web", "client-worker", "client-migrate", "client-scaler",
        "id-web-foreact-dev", "oid-web", "id-worker-foreact-dev", "oid-worker", "id-migrate-foreact-dev", "oid-migrate",
        "foreact-scaler", "oid-scaler",
    ];

    public static TheoryData<string> Scripts =>
    [
        .. Directory.EnumerateFiles(Checkout.PathOf("infra"), "*.sh").Select(file => Path.GetRelativePath(Checkout.Root, file)),
        "eng/bicep.sh",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_IsWithoutFault(string script)
    {
        var parsed = await Command.RunAsync("bash", ["-n", script]);
        Assert.True(parsed.ExitCode == 0, parsed.Output);

        var read = await Command.RunAsync("shellcheck", ["--external-sources", script]);
        Assert.True(read.ExitCode == 0, read.Output);
    }

    [Fact]
    public async Task Up_ShowsBeforeItAsks_AndAppliesAfterYes()
    {
        using var azure = Azure().Answering("deployment group show", string.Join('\n', Outputs));

        var run = await azure.RunAsync("up", ["dev"], "yes\n");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(["what-if", "create", "show"], azure.Calls.Where(call => call.StartsWith("deployment", StringComparison.Ordinal))
            .Select(call => call.Split(' ')[2]));
        Assert.Contains(azure.Calls, call => call.StartsWith(
            "deployment group create --resource-group rg-foreact-dev --name foreact --parameters infra/dev.bicepparam",
            StringComparison.Ordinal));
        foreach (var line in (string[])[
            "blobs=https://st.blob.core.windows.net", "vault=kv-foreact-dev", "databaseHost=psql.postgres.database.azure.com",
            "webRole=id-web-foreact-dev", "workerRole=id-worker-foreact-dev", "migrateRole=id-migrate-foreact-dev",
            "webClientId=client-web", "scalerClientId=client-scaler", "gatewaySubnet=10.20.8.0/24", "serversSubnet=10.20.9.0/24",
            "--issuer https://issuer.example/ --namespace foreact-dev", "create_principal_with_oid('id-web-foreact-dev', 'oid-web'",
            "GRANT CREATE ON SCHEMA public TO \"id-migrate-foreact-dev\""])
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no\n")]
    [InlineData("")]
    public async Task Up_WithoutAYes_ChangesNothing(string typed)
    {
        using var azure = Azure();

        var run = await azure.RunAsync("up", ["dev"], typed);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing was changed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Calls, call => call.StartsWith("deployment group create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("which environment? There is dev prod", "test")]
    [InlineData("which environment? There is dev prod")]
    [InlineData("which environment? There is dev prod", "../dev")]
    public async Task Up_WithoutAnEnvironment_SaysWhichThereAre(string sentence, params string[] arguments)
    {
        using var azure = Azure();

        var run = await azure.RunAsync("up", arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Output, StringComparison.Ordinal);
        Assert.Empty(azure.Calls);
    }

    [Fact]
    public async Task Down_AsksForTheName_AndFreesTheVault()
    {
        using var azure = Azure().Answering("group exists", "true").Answering("keyvault list", "kv-foreact-dev\tNone");

        var run = await azure.RunAsync("down", ["dev"], "dev\n");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("group delete --name rg-foreact-dev --yes", azure.Calls);
        Assert.Contains("keyvault purge --name kv-foreact-dev", azure.Calls);
    }

    [Theory]
    [InlineData("yes\n")]
    [InlineData("DEV\n")]
    [InlineData("")]
    public async Task Down_WithAnyOtherWord_RemovesNothing(string typed)
    {
        using var azure = Azure().Answering("group exists", "true");

        var run = await azure.RunAsync("down", ["dev"], typed);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing was removed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Calls, call => call.StartsWith("group delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registration_KnowsTheRolesAndScopesOfTheProduct()
    {
        var registered = await RegisteredAsync();

        Assert.Equal(
            Enum.GetNames<Role>().Select(role => $"Foreact.{role}").Order(StringComparer.Ordinal), RolesFor(registered, "User"));
        Assert.Equal(
            ["https://foreact.example.com/signin-oidc", "https://foreact.example.com/signout-callback-oidc"],
            registered["web"]!["redirectUris"]!.AsArray().Select(address => (string)address!));
        Assert.Equal("ApplicationGroup", (string?)registered["groupMembershipClaims"]);
        Assert.Equal("login_hint", (string?)registered["optionalClaims"]!["idToken"]![0]!["name"]);
        var ids = registered["appRoles"]!.AsArray().Concat(registered["api"]!["oauth2PermissionScopes"]!.AsArray())
            .Select(entry => Guid.Parse((string)entry!["id"]!)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Registration_KnowsTheScopesOfTheApi()
    {
        var scopes = typeof(WebHost).Assembly.GetType("Forecast.Web.Access.Api.ApiScopes")?.GetField("All")?.GetValue(null);
        Assert.SkipWhen(scopes is null, "This build has no API yet.");
        var values = ((IEnumerable<string>)scopes).Order(StringComparer.Ordinal).ToList();

        var registered = await RegisteredAsync();

        Assert.Equal(
            values,
            registered["api"]!["oauth2PermissionScopes"]!.AsArray().Select(s => (string)s!["value"]!).Order(StringComparer.Ordinal));
        Assert.Equal(values.Select(scope => $"{scope}.All"), RolesFor(registered, "Application"));
    }

    [Fact]
    public async Task Registration_OfSomethingRegistered_MakesNothingAnew()
    {
        using var azure = Azure().Answering("ad app list", $"object\t{ClientId}").Answering("ad sp list", "principal")
            .Answering("ad app federated-credential list", "https://issuer.example/");

        var run = await azure.RunAsync(
            "app-registration", ["foreact", "foreact.example.com", "--issuer", "https://issuer.example/", "--namespace", "foreact"]);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.DoesNotContain(azure.Calls, call => call.Contains(" create ", StringComparison.Ordinal));
        Assert.Contains($"signInClientId={ClientId}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_TrustsTheServiceAccountOfWeb_InsteadOfASecret()
    {
        using var azure = Azure().Answering("ad app create", $"object\n{ClientId}");

        var run = await azure.RunAsync(
            "app-registration", ["foreact", "foreact.example.com", "--issuer", "https://issuer.example/", "--namespace", "foreact"]);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("\"subject\": \"system:serviceaccount:foreact:foreact-web\"", azure.Bodies, StringComparison.Ordinal);
        Assert.Contains(azure.Calls, call => call.StartsWith("ad app federated-credential create", StringComparison.Ordinal));
        Assert.Contains($"ad sp create --id {ClientId} --output none", azure.Calls);
    }

    [Fact]
    public async Task Registration_WithARoleMadeByHand_SaysWhatToDo()
    {
        using var azure = Azure().Answering("ad app list", $"object\t{ClientId}").Answering("ad app show", "another-id");

        var run = await azure.RunAsync("app-registration", ["foreact", "foreact.example.com"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has a role Foreact.Admin already, made by hand (id another-id)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Calls, call => call.StartsWith("rest", StringComparison.Ordinal));
    }

    private static AzureCommandLine Azure() => new AzureCommandLine().Answering("account show", "tenant");

    /// <summary>What a new registration is made to be.</summary>
    private static async Task<JsonNode> RegisteredAsync()
    {
        using var azure = Azure().Answering("ad app create", $"object\n{ClientId}");
        var run = await azure.RunAsync("app-registration", ["foreact", "foreact.example.com"]);
        Assert.True(run.ExitCode == 0, run.Output);
        return JsonNode.Parse(azure.Bodies)!;
    }

    private static IEnumerable<string> RolesFor(JsonNode registered, string member) =>
        registered["appRoles"]!.AsArray().Where(role => (string?)role!["allowedMemberTypes"]![0] == member)
            .Select(role => (string)role!["value"]!).Order(StringComparer.Ordinal);
}

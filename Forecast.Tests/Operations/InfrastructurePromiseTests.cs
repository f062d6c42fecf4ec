using System.Globalization;
using System.Text.Json.Nodes;
using static Forecast.Tests.Operations.AzureTypes;

namespace Forecast.Tests.Operations;

/// <summary>What the committed snapshots promise: who reaches what, who may do what, what outlives what.</summary>
public sealed class InfrastructurePromiseTests
{
    public static TheoryData<string> Environments => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void NothingIsReached_FromOutsideThePrivateNetwork(string environment)
    {
        var network = Bicep.Resource(environment, Networks);
        var subnets = network["properties"]!["subnets"]!.AsArray().Select(subnet => (string)subnet!["name"]!);
        Assert.Equal(["nodes", "pods", "gateway", "endpoints"], subnets);
        Assert.Equal("Disabled", Text(Bicep.Resource(environment, Servers), "network", "publicNetworkAccess"));
        Assert.Equal("Disabled", Text(Bicep.Resource(environment, Accounts), "publicNetworkAccess"));
        Assert.Equal("Deny", Text(Bicep.Resource(environment, Vaults), "networkAcls", "defaultAction"));
        Assert.Equal("Deny", Text(Bicep.Resource(environment, Registries), "networkRuleSet", "defaultAction"));
        var reached = Bicep.Resources(environment).Where(resource => (string?)resource["type"] == Endpoints)
            .Select(endpoint => endpoint["properties"]!["privateLinkServiceConnections"]![0]!)
            .Select(link => (string)link["properties"]!["groupIds"]![0]!);
        Assert.Equal(["blob", "postgresqlServer", "registry", "vault"], reached.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void NobodySignsIn_WithAPasswordOrAKey(string environment)
    {
        Assert.Equal("Disabled", Text(Bicep.Resource(environment, Servers), "authConfig", "passwordAuth"));
        Assert.Equal("Enabled", Text(Bicep.Resource(environment, Servers), "authConfig", "activeDirectoryAuth"));
        Assert.Equal("false", Text(Bicep.Resource(environment, Accounts), "allowSharedKeyAccess"));
        Assert.Equal("false", Text(Bicep.Resource(environment, Accounts), "allowBlobPublicAccess"));
        Assert.Equal("true", Text(Bicep.Resource(environment, Vaults), "enableRbacAuthorization"));
        Assert.Equal("false", Text(Bicep.Resource(environment, Registries), "adminUserEnabled"));
        Assert.Equal("true", Text(Bicep.Resource(environment, Clusters), "disableLocalAccounts"));
        Assert.Equal("true", Text(Bicep.Resource(environment, Insights), "DisableLocalAuth"));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void RemovedBlobs_OutlastTheBackupsOfTheDatabase(string environment)
    {
        var blobs = Bicep.Resource(environment, $"{Accounts}/blobServices");
        int backups = Number(Bicep.Resource(environment, Servers), "backup", "backupRetentionDays");

        Assert.Equal(35, backups);
        Assert.Equal("true", Text(blobs, "isVersioningEnabled"));
        Assert.True(Number(blobs, "deleteRetentionPolicy", "days") > backups);
        Assert.True(Number(blobs, "containerDeleteRetentionPolicy", "days") > backups);
        var tidying = Bicep.Resource(environment, $"{Accounts}/managementPolicies")["properties"]!["policy"]!["rules"]![0]!;
        Assert.True((int)tidying["definition"]!["actions"]!["version"]!["delete"]!["daysAfterCreationGreaterThan"]! > backups);
    }

    [Fact]
    public void Production_OutlivesAZoneAndAMistake()
    {
        Assert.Equal("ZoneRedundant", Text(Bicep.Resource("prod", Servers), "highAvailability", "mode"));
        Assert.Equal("true", Text(Bicep.Resource("prod", Vaults), "enablePurgeProtection"));
        Assert.Equal("Standard_ZRS", (string?)Bicep.Resource("prod", Accounts)["sku"]!["name"]);
        Assert.All(Pools("prod"), pool => Assert.Equal(3, pool["availabilityZones"]!.AsArray().Count));
        Assert.All(Pools("prod").Where(pool => (string?)pool["name"] != "worker"), pool => Assert.True((int)pool["minCount"]! >= 3));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Cluster_HasWhatTheManifestsRelyOn(string environment)
    {
        var cluster = Bicep.Resource(environment, Clusters);
        Assert.Equal("azure", Text(cluster, "networkProfile", "networkPlugin"));
        Assert.Equal("cilium", Text(cluster, "networkProfile", "networkPolicy"));
        Assert.Equal("true", Text(cluster, "oidcIssuerProfile", "enabled"));
        Assert.Equal("true", Text(cluster, "securityProfile", "workloadIdentity", "enabled"));
        Assert.Equal("true", Text(cluster, "workloadAutoScalerProfile", "keda", "enabled"));
        Assert.Equal("true", Text(cluster, "azureMonitorProfile", "metrics", "enabled"));
        Assert.Equal("true", Text(cluster, "addonProfiles", "azureKeyvaultSecretsProvider", "enabled"));
        Assert.Equal("true", Text(cluster, "addonProfiles", "ingressApplicationGateway", "enabled"));
        Assert.Equal(["system", "web", "worker"], Pools(environment).Select(pool => (string)pool["name"]!));
        Assert.All(Pools(environment), pool => Assert.True((bool)pool["enableAutoScaling"]!));
        var spot = Assert.Single(Pools(environment), pool => (string?)pool["scaleSetPriority"] == "Spot");
        Assert.Equal("kubernetes.azure.com/scalesetpriority=spot:NoSchedule", (string?)spot["nodeTaints"]![0]);
    }

    [Theory]
    [InlineData("web", "containers/models 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1")] // Storage Blob Data Reader
    [InlineData("worker", "containers/models ba92f5b4-2d11-453d-a403-e96b0029c9fe")] // Storage Blob Data Contributor
    [InlineData("migrate")]
    public void EachPart_HasTheLeastRights(string part, params string[] ofBlobs)
    {
        var rights = RightsOf("prod", part);

        Assert.Equal(ofBlobs, rights.Where(right => right.StartsWith("containers/", StringComparison.Ordinal)));
        Assert.Contains("keys/data-protection e147488a-f6f5-4113-8e2d-b22465e65bf6", rights); // Wraps and unwraps.
        Assert.Equal(part == "web", rights.Any(right => right.StartsWith("vaults/", StringComparison.Ordinal)
            && right.EndsWith(" 4633458b-17de-408a-b874-0445c86b69e6", StringComparison.Ordinal))); // Reads the certificate.
        Assert.True(rights.Count == (part switch { "web" => 4, "worker" => 3, _ => 1 }), string.Join('\n', rights));
    }

    [Theory]
    [InlineData("dev", "overlays/dev")]
    [InlineData("prod", "overlays/prod")]
    public async Task ServiceAccountsOfTheManifests_AreTrusted(string environment, string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var place = Assert.Single(manifests, manifest => manifest.Kind == "Namespace").Name;
        var accounts = manifests.Where(manifest => manifest.Kind == "ServiceAccount").Select(account => account.Name)
            .Where(name => name.StartsWith("foreact-", StringComparison.Ordinal)).ToList();
        var trusted = Bicep.Resources(environment)
            .Where(resource => ((string)resource["type"]!).EndsWith("/federatedIdentityCredentials", StringComparison.Ordinal))
            .Select(resource => (string)resource["properties"]!["subject"]!).ToList();

        Assert.NotEmpty(accounts);
        Assert.Empty(accounts.Select(account => $"system:serviceaccount:{place}:{account}").Except(trusted, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void WhateverKeepsLogs_SendsThem(string environment)
    {
        string[] kinds =
        [
            Clusters, Servers, Vaults, Registries, $"{Accounts}/blobServices", Networks, Grafana, Logs, Metrics,
        ];
        var resources = Bicep.Resources(environment);
        var ids = resources.Select(resource => (string)resource["id"]!).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            resources.Where(resource => kinds.Contains((string)resource["type"]!)),
            resource => Assert.Contains($"{resource["id"]}/providers/Microsoft.Insights/diagnosticSettings/all", ids));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Budget_TellsBeforeItIsSpent(string environment)
    {
        var alerts = Bicep.Resource(environment, "Microsoft.Consumption/budgets")["properties"]!["notifications"]!.AsObject();

        Assert.Contains(alerts, alert => (int)alert.Value!["threshold"]! < 100);
        Assert.Contains(alerts, alert => (string?)alert.Value!["thresholdType"] == "Forecasted");
        Assert.All(alerts, alert => Assert.NotEmpty(alert.Value!["contactEmails"]!.AsArray()));
    }

    private static IReadOnlyList<JsonNode> Pools(string environment) =>
        [.. Bicep.Resource(environment, Clusters)["properties"]!["agentPoolProfiles"]!.AsArray().Select(pool => pool!)];

    /// <summary>What the identity of a part may do: the last two steps of where, and the id of the role.</summary>
    private static List<string> RightsOf(string environment, string part) =>
        [.. Bicep.Resources(environment).Where(resource => (string?)resource["type"] == "Microsoft.Authorization/roleAssignments")
            .Where(resource => ((string)resource["properties"]!["principalId"]!).Contains($"'{part}-{{0}}'", StringComparison.Ordinal))
            .Select(resource => (Where: ((string)resource["id"]!).Split("/providers/Microsoft.Authorization/")[0],
                Role: ((string)resource["properties"]!["roleDefinitionId"]!).Split('/')[^1]))
            .Select(right => $"{string.Join('/', right.Where.Split('/')[^2..])} {right.Role}")];

    private static string Text(JsonNode resource, params string[] path) =>
        path.Aggregate(resource["properties"]!, (node, step) => node[step] ?? throw new KeyNotFoundException($"No {step} in {node}"))
            .ToString();

    private static int Number(JsonNode resource, params string[] path) => int.Parse(Text(resource, path), CultureInfo.InvariantCulture);
}

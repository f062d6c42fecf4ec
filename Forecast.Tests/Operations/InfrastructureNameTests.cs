using Forecast.Tests.Support;
using static Forecast.Tests.Operations.AzureTypes;

namespace Forecast.Tests.Operations;

/// <summary>What everything is called in Azure, against the rules of each kind.</summary>
public sealed class InfrastructureNameTests
{
    /// <summary>The naming rules, by what they are for; names of what is part of another resource are that resource's business.</summary>
    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        [Accounts] = "^[a-z0-9]{3,24}$",
        [Vaults] = "^(?=.{3,24}$)[A-Za-z](-?[A-Za-z0-9])+$",
        [Registries] = "^[A-Za-z0-9]{5,50}$",
        [Servers] = "^(?=.{3,63}$)[a-z](-?[a-z0-9])+$",
        [Clusters] = "^(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$",
        [Logs] = "^(?=.{3,33}$)[A-Za-z](-?[A-Za-z0-9])+$",
        [Insights] = @"^(?=.{1,255}$)[A-Za-z0-9_().-]*[^.]$",
        [Grafana] = "^(?=.{2,23}$)[A-Za-z](-?[A-Za-z0-9])+$",
        [Metrics] = "^(?=.{4,44}$)[A-Za-z](-?[A-Za-z0-9])+$",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$",
        [Networks] = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$",
        ["Microsoft.Network/networkSecurityGroups"] = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,78}[A-Za-z0-9_]$",
        [Endpoints] = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$",
        ["Microsoft.Insights/dataCollectionEndpoints"] = "^[A-Za-z0-9][A-Za-z0-9-]{1,42}[A-Za-z0-9]$",
        ["Microsoft.Insights/dataCollectionRules"] = "^[A-Za-z0-9][A-Za-z0-9-]{1,62}[A-Za-z0-9]$",
        ["Microsoft.Insights/actionGroups"] = "^[A-Za-z0-9-]{1,260}$",
        ["Microsoft.Consumption/budgets"] = "^[A-Za-z0-9_-]{1,63}$",
    };

    /// <summary>Named by Azure itself, or by what they belong to.</summary>
    private static readonly string[] NamedOtherwise =
    [
        "Microsoft.Authorization/roleAssignments", "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Insights/dataCollectionRuleAssociations", "Microsoft.Network/privateDnsZones",
    ];

    public static TheoryData<string> Environments => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void EveryName_ObeysTheRuleOfItsKind(string environment)
    {
        var named = Bicep.Resources(environment).Select(resource => (Type: (string)resource["type"]!, Name: (string)resource["name"]!))
            .Where(resource => resource.Type.Count(letter => letter == '/') == 1 && !NamedOtherwise.Contains(resource.Type)).ToList();

        Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), named.Select(one => one.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.All(named, resource =>
        {
            Assert.Matches(Rules[resource.Type], resource.Name);
            Assert.Contains(environment, resource.Name, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("storageRule", "ab", "The storage account \"ab\" must have 3 to 24 lower-case letters and digits")]
    [InlineData("storageRule", "stForeact", "must have 3 to 24 lower-case letters and digits")]
    [InlineData("storageRule", "stforeactproduction1234567", "it has 26")]
    [InlineData("vaultRule", "kv--foreact", "The key vault \"kv--foreact\" must have 3 to 24 letters, digits and single hyphens")]
    [InlineData("vaultRule", "1-foreact", "begin with a letter")]
    [InlineData("registryRule", "cr-foreact", "The container registry \"cr-foreact\" must have 5 to 50 letters and digits")]
    [InlineData("registryRule", "crfo", "5 to 50")]
    [InlineData("workspaceRule", "log-foreact-of-a-very-long-name-34", "must have 3 to 33 letters, digits and single hyphens")]
    [InlineData("workspaceRule", "log-foreact-", "not end with a hyphen")]
    [InlineData("insightsRule", "appi-foreact.", "not end with a period")]
    [InlineData("insightsRule", "", "1 to 255")]
    [InlineData("serverRule", "psql-Foreact", "The server \"psql-Foreact\" must have 3 to 63 lower-case letters")]
    [InlineData("grafanaRule", "amg-foreact-with-24-signs", "Grafana \"amg-foreact-with-24-signs\" must have 2 to 23 letters")]
    [InlineData("plainRule", "aks_foreact", "The name \"aks_foreact\" must have 3 to 63 letters")]
    public async Task BrokenName_FailsWithItsSentence(string rule, string name, string sentence)
    {
        var answer = await NameAsync(rule, name);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(sentence, answer.Output, StringComparison.Ordinal);
    }

    [Theory] // The longest and shortest that the rule takes.
    [InlineData("storageRule", "st1")]
    [InlineData("storageRule", "stforeactprod12345678901")]
    [InlineData("vaultRule", "kv-foreact-prod-12345678")]
    [InlineData("registryRule", "crfor")]
    [InlineData("workspaceRule", "log-foreact-with-33-signs-in-all1")]
    public async Task NameWithinTheRule_IsTaken(string rule, string name)
    {
        var answer = await NameAsync(rule, name);

        Assert.True(answer.ExitCode == 0, answer.Output);
    }

    /// <summary>Predicts something that has a name under a rule of names.bicep.</summary>
    private static async Task<Command> NameAsync(string rule, string name)
    {
        var folder = Directory.CreateTempSubdirectory("foreact-name-");
        File.Copy(Checkout.PathOf("infra", "names.bicep"), Path.Combine(folder.FullName, "names.bicep"));
        var parameters = Path.Combine(folder.FullName, "one.bicepparam");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "one.bicep"), $$"""
            import { {{rule}} } from 'names.bicep'
            param name string
            resource one 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
              name: {{rule}}(name)
              location: resourceGroup().location
            }
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(parameters, $"using 'one.bicep'\nparam name = '{name}'\n", TestContext.Current.CancellationToken);
        try
        {
            return await Bicep.PredictAsync(parameters, "overwrite");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

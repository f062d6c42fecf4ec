namespace Forecast.Tests.Operations;

/// <summary>What Azure calls the kinds of things that infra/ is made of.</summary>
internal static class AzureTypes
{
    public const string Clusters = "Microsoft.ContainerService/managedClusters";
    public const string Servers = "Microsoft.DBforPostgreSQL/flexibleServers";
    public const string Accounts = "Microsoft.Storage/storageAccounts";
    public const string Vaults = "Microsoft.KeyVault/vaults";
    public const string Registries = "Microsoft.ContainerRegistry/registries";
    public const string Networks = "Microsoft.Network/virtualNetworks";
    public const string Endpoints = "Microsoft.Network/privateEndpoints";
    public const string Grafana = "Microsoft.Dashboard/grafana";
    public const string Logs = "Microsoft.OperationalInsights/workspaces";
    public const string Metrics = "Microsoft.Monitor/accounts";
    public const string Insights = "Microsoft.Insights/components";
}

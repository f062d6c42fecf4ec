using Microsoft.Identity.Abstractions;

namespace Forecast.Web.Access.Entra;

/// <summary>
/// By what the product proves to the provider that it is itself: <c>ClientSecret</c>, or one entry of <c>ClientCredentials</c>. A missing
/// one would be noticed only when the first person signs in.
/// </summary>
internal static class EntraCredentials
{
    private const string List = "ClientCredentials";
    private const string FederatedTokenFile = "AZURE_FEDERATED_TOKEN_FILE"; // As the workload identity of a cluster sets it.

    /// <summary>The credential that the settings name; they have been checked.</summary>
    public static CredentialDescription Of(IConfiguration azureAd) =>
        azureAd.GetSection(List).Get<CredentialDescription[]>() is [var credential]
            ? credential
            : new CredentialDescription { SourceType = CredentialSource.ClientSecret, ClientSecret = azureAd["ClientSecret"] };

    /// <summary>What is wrong, a sentence each; never with the secret itself.</summary>
    public static IEnumerable<string> Faults(IConfigurationSection azureAd)
    {
        var listed = azureAd.GetSection(List).GetChildren().ToList();
        bool hasSecret = !string.IsNullOrWhiteSpace(azureAd["ClientSecret"]);
        if (listed.Count + (hasSecret ? 1 : 0) != 1)
        {
            return
            [
                listed.Count == 0 && !hasSecret
                    ? EntraSettings.Sentence(
                        $"{azureAd.Key}:ClientSecret", $"is not set and {azureAd.Key}:{List} is empty. The product needs one secret, "
                        + "certificate or workload identity to prove that it is itself")
                    : EntraSettings.Sentence($"{azureAd.Key}:{List}", "and ClientSecret name several credentials; keep one"),
            ];
        }

        return hasSecret ? [] : OfCredential(listed[0]);
    }

    private static IEnumerable<string> OfCredential(IConfigurationSection section)
    {
        var source = section["SourceType"];
        return source switch
        {
            nameof(CredentialSource.ClientSecret) => Demand(section, nameof(CredentialDescription.ClientSecret), "the secret"),
            nameof(CredentialSource.Path) or nameof(CredentialSource.KeyVault) =>
                CertificateFaults.Of(section).Select(fault => EntraSettings.Sentence(fault.Name, fault.What)),
            nameof(CredentialSource.SignedAssertionFilePath) => OfTokenFile(section),
            nameof(CredentialSource.SignedAssertionFromManagedIdentity) => [],
            _ =>
            [
                EntraSettings.Sentence(
                    $"{section.Path}:SourceType", $"is \"{source}\"; it is one of ClientSecret, Path, KeyVault, SignedAssertionFilePath, "
                    + "SignedAssertionFromManagedIdentity"),
            ],
        };
    }

    private static IEnumerable<string> Demand(IConfigurationSection section, string name, string what)
    {
        if (string.IsNullOrWhiteSpace(section[name]))
            yield return EntraSettings.Sentence($"{section.Path}:{name}", $"is not set; write {what}");
    }

    private static IEnumerable<string> OfTokenFile(IConfigurationSection section)
    {
        const string name = nameof(CredentialDescription.SignedAssertionFileDiskPath);
        var path = section[name] ?? Environment.GetEnvironmentVariable(FederatedTokenFile);
        if (!File.Exists(path))
        {
            yield return EntraSettings.Sentence(
                $"{section.Path}:{name}", $"names no file: \"{path}\". Write where the platform keeps the workload's token, or run the pod "
                + "with its workload identity");
        }
    }
}

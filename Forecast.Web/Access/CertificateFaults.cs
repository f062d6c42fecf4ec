using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Abstractions;

namespace Forecast.Web.Access;

/// <summary>What is wrong with the settings of a certificate: that of a file, which is opened, or of a Key Vault.</summary>
internal static class CertificateFaults
{
    /// <summary>Names of settings, and what is wrong with each; never with a password.</summary>
    public static IEnumerable<(string Name, string What)> Of(IConfigurationSection section) => section["SourceType"] switch
    {
        nameof(CredentialSource.Path) => OfFile(section),
        nameof(CredentialSource.KeyVault) =>
        [
            .. Demand(section, "KeyVaultUrl", "an address such as https://name.vault.azure.net"),
            .. Demand(section, "KeyVaultCertificateName", "the name of the certificate"),
        ],
        var source => [($"{section.Path}:SourceType", $"is \"{source}\"; it is one of Path, KeyVault")],
    };

    private static IEnumerable<(string Name, string What)> Demand(IConfigurationSection section, string name, string what)
    {
        if (string.IsNullOrWhiteSpace(section[name]))
            yield return ($"{section.Path}:{name}", $"is not set; write {what}");
    }

    private static IEnumerable<(string Name, string What)> OfFile(IConfigurationSection section)
    {
        const string name = nameof(CredentialDescription.CertificateDiskPath);
        var path = section[name];
        if (!File.Exists(path))
            yield return ($"{section.Path}:{name}", $"names no file: \"{path}\". Write the path of a .pfx file");
        else if (Fault(path, section[nameof(CredentialDescription.CertificatePassword)]) is { } fault)
            yield return ($"{section.Path}:{name}", fault);
    }

    private static string? Fault(string path, string? password)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return !certificate.HasPrivateKey ? $"holds no private key: \"{path}\". Export it together with its key"
                : certificate.NotAfter.ToUniversalTime() < TimeProvider.System.GetUtcNow().UtcDateTime
                    ? $"holds a certificate that has expired: \"{path}\". Make a new one and put it where this one is used"
                    : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"cannot be opened: \"{path}\". It is no .pfx file, may not be read, or CertificatePassword is another";
        }
    }
}

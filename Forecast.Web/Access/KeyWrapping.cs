using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Identity.Abstractions;
using Microsoft.Identity.Web;

namespace Forecast.Web.Access;

/// <summary>
/// Wraps the keys of cookies by a certificate, so that whoever reads their table or a backup of it can pose as nobody. The certificate
/// lies in a Key Vault or in a file, said in the words of the sign-in's. The first one wraps; the others, of before, only unwrap.
/// </summary>
internal static class KeyWrapping
{
    /// <summary>Section of the list.</summary>
    public const string Section = "KeyWrapping:Certificates";

    /// <summary>What is wrong, a name and the rest of the sentence each.</summary>
    public static IEnumerable<(string Name, string What)> Faults(IConfiguration configuration) =>
        configuration.GetSection(Section).GetChildren().SelectMany(CertificateFaults.Of);

    /// <summary>Wraps where a certificate is named; loads it at once, for without it nobody is recognised.</summary>
    public static void WrapKeys(this IDataProtectionBuilder keys, IConfiguration configuration)
    {
        var named = configuration.GetSection(Section).Get<CredentialDescription[]>() ?? [];
        if (named.Length == 0)
            return;
        X509Certificate2[] certificates =
        [
            .. DefaultCertificateLoader.LoadAllCertificates(named.Select(name => new CertificateDescription(name)))
                .Select(found => found ?? throw new InvalidOperationException($"A certificate of {Section} could not be loaded.")),
        ];
        keys.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }
}

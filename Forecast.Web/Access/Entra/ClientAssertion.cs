using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Abstractions;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Forecast.Web.Access.Entra;

/// <summary>
/// Proves to the provider that it is the product who redeems the code: with its secret, with a word signed by its certificate, or with the
/// token of its workload. The handler does the rest itself, so no token is kept anywhere.
/// </summary>
internal sealed class ClientAssertion(IConfiguration configuration, TimeProvider time)
{
    private const string Kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"; // RFC 7523, section 2.2

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly CredentialDescription credential = EntraCredentials.Of(configuration.GetSection(EntraSettings.Section));
    private readonly DefaultCredentialsLoader loader = new();

    public async Task AddAsync(AuthorizationCodeReceivedContext context)
    {
        var request = context.TokenEndpointRequest!;
        if (credential.CredentialType == CredentialType.Secret)
        {
            request.ClientSecret = credential.ClientSecret;
            return;
        }

        await loader.LoadCredentialsIfNeededAsync(
            credential, new CredentialSourceLoaderParameters(request.ClientId, context.Options.Authority!));
        request.ClientSecret = null;
        request.ClientAssertionType = Kind;
        request.ClientAssertion = credential.CachedValue is ClientAssertionProviderBase workload
            ? await workload.GetSignedAssertionAsync(null)
            : Signed(credential.Certificate!, request.ClientId, await TokenEndpointAsync(context));
    }

    private static async Task<string> TokenEndpointAsync(AuthorizationCodeReceivedContext context)
    {
        OpenIdConnectConfiguration provider =
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        return provider.TokenEndpoint;
    }

    /// <summary>As Entra ID asks for it: PS256, the certificate named by its SHA-256, good for minutes.</summary>
    private string Signed(X509Certificate2 certificate, string clientId, string audience)
    {
        using var key = certificate.GetRSAPrivateKey();
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = clientId, ["jti"] = Guid.NewGuid().ToString("N") },
            AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["x5t#S256"] = Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)),
            },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSsaPssSha256)
            {
                // The key is given back with this word; a cached provider would go on holding it.
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });
    }
}

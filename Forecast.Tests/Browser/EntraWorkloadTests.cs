using System.Security.Cryptography.X509Certificates;
using Forecast.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>The pod's own identity instead of a secret: the platform keeps a token in a file, and nobody has to keep anything.</summary>
public class EntraWorkloadTests(EntraWorkloadTests.Installed product, Chromium chromium) : IClassFixture<EntraWorkloadTests.Installed>
{
    /// <summary>The platform's file, where it says by AZURE_FEDERATED_TOKEN_FILE.</summary>
    public sealed class Installed(EmbeddedServers servers) : EntraInstallation(servers)
    {
        private readonly string token = Path.GetTempFileName();

        protected override Dictionary<string, string> More()
        {
            File.WriteAllText(token, TokenOfThePlatform(Entra.CertificateClient, Entra.Tenant("contoso")));
            return new(StringComparer.Ordinal)
            {
                ["AzureAd__ClientId"] = Entra.CertificateClient,
                ["AzureAd__ClientSecret"] = "",
                ["AzureAd__ClientCredentials__0__SourceType"] = "SignedAssertionFilePath",
                ["AZURE_FEDERATED_TOKEN_FILE"] = token,
            };
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(token);
        }

        /// <summary>What the provider has been told to trust; here it is the certificate of the product.</summary>
        private static string TokenOfThePlatform(string client, string tenant)
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(
                Path.Combine(EntraServer.Certificates, "client.pfx"), EntraServer.CertificatePassword);
            using var key = certificate.GetRSAPrivateKey();
            return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = client,
                Audience = $"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
                // Good under any clock: each process of a test under another date starts its own.
                IssuedAt = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                NotBefore = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                Expires = new DateTime(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = client, ["jti"] = "of the platform" },
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256)
                {
                    CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
                },
            });
        }
    }

    [Fact]
    public async Task WorkloadIdentity_SignsPeopleIn_TheSecondAsWell()
    {
        foreach (var who in (string[])["petra", "ada"])
        {
            await using var window = await product.OpenAsync(chromium);
            await window.Page.GotoAsync("/runs");
            await window.Page.Locator($"#{who}").ClickAsync();

            await Expect(window.Heading).ToHaveTextAsync("Runs");
        }

        var redeemed = (await product.Entra.StateAsync())["redemptions"]!.AsArray();
        Assert.All(redeemed, r => Assert.Equal("of the platform", (string)r!["byAssertion"]!["payload"]!["jti"]!));
        Assert.Empty((await product.Entra.StateAsync())["refused"]!.AsObject());
    }
}

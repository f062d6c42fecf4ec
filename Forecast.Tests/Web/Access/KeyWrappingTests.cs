using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Access;

/// <summary>Keys in the database are worth nothing without the certificate. A Key Vault hands out the same kind of certificate.</summary>
public sealed class KeyWrappingTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("foreact-keys-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WrappedKeys_AreOpenedWithTheCertificateOnly_AlsoAfterItWasReplaced()
    {
        var (old, next) = (Certificate("old"), Certificate("next"));
        using var first = Replica(old);
        var cookie = Protector(first).Protect("Petra");

        await using (var db = database.CreateDbContext())
        {
            var key = (await db.SharedKeys.SingleAsync(TestContext.Current.CancellationToken)).Xml;
            Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
            Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal);
        }

        using var replaced = Replica(next, old);
        Assert.Equal("Petra", Protector(replaced).Unprotect(cookie));
        using var without = Replica();
        Assert.Throws<CryptographicException>(() => Protector(without).Unprotect(cookie));
    }

    private static IDataProtector Protector(ServiceProvider replica) =>
        replica.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie");

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        var path = Path.Combine(folder, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        return path;
    }

    private ServiceProvider Replica(params string[] certificates)
    {
        var settings = certificates.SelectMany((path, i) => new[]
        {
            KeyValuePair.Create($"KeyWrapping:Certificates:{i}:SourceType", (string?)"Path"),
            KeyValuePair.Create($"KeyWrapping:Certificates:{i}:CertificateDiskPath", (string?)path),
        });
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IDbContextFactory<ForeactDb>>(database);
        services.AddSharedKeys(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }
}

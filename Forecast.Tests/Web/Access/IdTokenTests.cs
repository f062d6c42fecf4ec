using System.Security.Cryptography;
using Forecast.Web.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Forecast.Tests.Web.Access;

/// <summary>
/// Which ID tokens the product takes, as it is set up. Who may issue them is asked of Entra ID; <c>EntraCompaniesTests</c> has that.
/// </summary>
public sealed class IdTokenTests : IDisposable
{
    private const string Client = "9f0d1ac7-9aa0-4b59-8b6e-3a33a80e1a11";
    private const string Issuer = "https://login.microsoftonline.com/5d3b0bd6-6d47-4d36-8d3a-0a52a2a1c0de/v2.0";

    private readonly RSA ofProvider = RSA.Create(2048);
    private readonly RSA ofSomebodyElse = RSA.Create(2048);

    [Fact]
    public async Task TokenAsItShouldBe_IsTaken() => Assert.True((await ValidateAsync(OfProvider())).IsValid);

    [Fact]
    public Task UnsignedToken_IsRefused() => AssertRefusedAsync(Token(signing: null), typeof(SecurityTokenInvalidSignatureException));

    [Fact]
    public Task TokenSignedBySomebodyElse_IsRefused() =>
        AssertRefusedAsync(Token(By(ofSomebodyElse)), typeof(SecurityTokenSignatureKeyNotFoundException));

    /// <summary>The public key of the provider is known to everybody; taken for a shared secret, anybody could sign.</summary>
    [Fact]
    public Task TokenSignedWithThePublicKeyAsASecret_IsRefused() => AssertRefusedAsync(
        Token(new(new SymmetricSecurityKey(ofProvider.ExportSubjectPublicKeyInfo()), SecurityAlgorithms.HmacSha256)),
        typeof(SecurityTokenSignatureKeyNotFoundException));

    [Fact]
    public async Task TokenChangedAfterItWasSigned_IsRefused()
    {
        var parts = OfProvider().Split('.');
        var other = OfProvider(audience: "somebody else").Split('.');

        await AssertRefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}", typeof(SecurityTokenInvalidSignatureException));
    }

    [Fact]
    public Task TokenForAnotherApplication_IsRefused() =>
        AssertRefusedAsync(OfProvider(audience: Guid.NewGuid().ToString()), typeof(SecurityTokenInvalidAudienceException));

    [Fact]
    public Task TokenOfYesterday_IsRefused() =>
        AssertRefusedAsync(OfProvider(age: TimeSpan.FromDays(1)), typeof(SecurityTokenExpiredException));

    public void Dispose()
    {
        ofProvider.Dispose();
        ofSomebodyElse.Dispose();
    }

    private static SigningCredentials By(RSA key) => new(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256);

    private string OfProvider(string audience = Client, TimeSpan age = default) => Token(By(ofProvider), audience, age);

    private static string Token(SigningCredentials? signing, string audience = Client, TimeSpan age = default)
    {
        var issued = TimeProvider.System.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued + TimeSpan.FromHours(1),
            SigningCredentials = signing,
        });
    }

    private async Task AssertRefusedAsync(string token, Type why)
    {
        var result = await ValidateAsync(token);

        Assert.False(result.IsValid);
        Assert.IsAssignableFrom(why, result.Exception);
    }

    private async Task<TokenValidationResult> ValidateAsync(string token)
    {
        await using var app = WebHost.Build("http://127.0.0.1:0", "Production", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Forecast"] = "Host=127.0.0.1;Port=1;Database=none",
            ["Blobs:ConnectionString"] = "UseDevelopmentStorage=true",
            ["Role"] = "Web",
            ["AzureAd:Instance"] = "https://login.microsoftonline.com/",
            ["AzureAd:TenantId"] = "5d3b0bd6-6d47-4d36-8d3a-0a52a2a1c0de",
            ["AzureAd:ClientId"] = Client,
            ["AzureAd:ClientSecret"] = "of nobody",
        });
        var options = app.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
            .Get(OpenIdConnectDefaults.AuthenticationScheme);
        var rules = options.TokenValidationParameters.Clone();
        rules.IssuerSigningKey = new RsaSecurityKey(ofProvider); // Which the provider's metadata tell.
        rules.IssuerValidator = (issuer, _, _) => issuer;
        return await options.TokenHandler.ValidateTokenAsync(token, rules);
    }
}

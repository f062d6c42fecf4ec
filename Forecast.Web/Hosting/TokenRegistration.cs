using Azure.Core;
using Azure.Identity;
using Forecast.Domain.Data;

namespace Forecast.Web.Hosting;

/// <summary>Registers the tokens that the database is signed in to with, where the settings say so.</summary>
internal static class TokenRegistration
{
    /// <summary>Adds them; the identity is that which Azure.Identity finds, in a cluster that of the pod.</summary>
    public static IServiceCollection AddForeactTokens(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DatabaseOptions.Of(configuration);
        if (options.SignIn != DatabaseSignIn.Entra)
            return services;
        var request = new TokenRequestContext([options.TokenScope]);
        return services.AddSingleton(provider =>
        {
            var credential = new DefaultAzureCredential();
            return new DatabaseTokens(
                async ct =>
                {
                    var token = await credential.GetTokenAsync(request, ct);
                    return (token.Token, token.ExpiresOn);
                },
                options,
                provider.GetRequiredService<ILogger<DatabaseTokens>>());
        });
    }
}

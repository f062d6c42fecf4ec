using Azure.Core;
using Azure.Identity;
using Forecast.Domain.Data;

namespace Forecast.Web.Hosting;

/// <summary>The database of a process, signed in to as this process's identity where the settings say so.</summary>
internal static class HostedDatabase
{
    /// <summary>Adds the database.</summary>
    public static IServiceCollection AddHostedDatabase(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IDatabaseTokenSource, OfThisIdentity>().AddForeactDatabase(configuration);

    private sealed class OfThisIdentity : IDatabaseTokenSource
    {
        private readonly DefaultAzureCredential credential = new();

        public async ValueTask<(string Token, DateTimeOffset ExpiresOn)> AskAsync(string scope, CancellationToken cancellationToken)
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
            return (token.Token, token.ExpiresOn);
        }
    }
}

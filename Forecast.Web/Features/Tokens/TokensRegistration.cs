namespace Forecast.Web.Features.Tokens;

/// <summary>Registers what the page of tokens needs.</summary>
internal static class TokensRegistration
{
    public static IServiceCollection AddForeactTokens(this IServiceCollection services) => services.AddSingleton<TokenBook>();
}

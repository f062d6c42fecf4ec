namespace Forecast.Web.Features.Basis;

/// <summary>Registers what the page reads.</summary>
internal static class BasisRegistration
{
    public static IServiceCollection AddForeactBasis(this IServiceCollection services) => services.AddSingleton<BasisReader>();
}

using Forecast.Web.Access;
using Forecast.Web.Features.Audit.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Audit;

/// <summary>Registers reading what was written down.</summary>
internal static class AuditRegistration
{
    public static IServiceCollection AddForeactAudit(this IServiceCollection services) => services.AddSingleton<AuditReader>();

    public static void MapAudit(this WebApplication app) =>
        app.MapGet(Urls.AuditExport, AuditExport.GetAsync).RequireAuthorization(AccessPolicies.Admin);
}

using Forecast.Web.Access;
using Forecast.Web.Shared;
using Hangfire;

namespace Forecast.Web.Features.Runs;

/// <summary>Hangfire's own view of the jobs behind runs. It shows arguments and knows no regions, so it is for admins only.</summary>
internal static class JobsDashboard
{
    public static void MapJobsDashboard(this WebApplication app)
    {
        // Where its own colours are too weak to be read, in either theme.
        var assembly = typeof(JobsDashboard).Assembly;
        GlobalConfiguration.Configuration
            .UseDashboardStylesheet(assembly, "Forecast.Web.Features.Runs.JobsDashboard.css")
            .UseDashboardStylesheetDarkMode(assembly, "Forecast.Web.Features.Runs.JobsDashboardDark.css");
        app.MapHangfireDashboardWithAuthorizationPolicy(AccessPolicies.Admin, Urls.Jobs, new DashboardOptions
        {
            AppPath = Urls.Runs,
            DashboardTitle = "Foreact jobs",
            DisplayStorageConnectionString = false,
        });
    }
}

using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Watch;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>Everything that runs do, as the role that owns nothing.</summary>
public class AsProductRoleTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RetrainRefreshPublishAndTidy_NeedNoMoreThanRows()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.All);
        Assert.Equal(
            (EmbeddedServers.ProductRole, false),
            (await ScalarAsync<string>(host.Database, "SELECT current_user::text"),
                await ScalarAsync<bool>(host.Database, "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles "
                    + "WHERE rolname = current_user")));
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"));

        var retrain = await host.EndOfAsync((await host.Requests.RetrainAsync(Admin, North, "first", Ct)).RunId);
        var refresh = await host.EndOfAsync((await host.Requests.RefreshAsync(Planner, North, null, "again", Ct)).RunId);

        Assert.Equal((RunStatus.Succeeded, RunStatus.Succeeded), (retrain.Status, refresh.Status));
        Assert.Equal(4, await ScalarAsync<long>(
            host.Database, $"SELECT count(*) FROM current_forecast WHERE version_id = {refresh.ForecastVersionId}"));
        await host.Get<IEnumerable<IWatch>>().OfType<Housekeeping>().Single().TidyAsync(host.Now.AddDays(1), Ct);
        var tomorrow = ForecastPartitions.NameOf(DateOnly.FromDateTime(host.Now.AddDays(2).UtcDateTime));
        Assert.True(await ScalarAsync<bool>(host.Database, $"SELECT to_regclass('{tomorrow}') IS NOT NULL"));
        Assert.Equal("refresh, retrain, promote models", await ScalarAsync<string>(
            host.Database, "SELECT string_agg(action, ', ' ORDER BY action = 'promote models', action) FROM audit_entry"));
    }
}

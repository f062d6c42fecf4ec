using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Features.Models;
using Forecast.Web.Features.Runs.Reading;
using Microsoft.EntityFrameworkCore;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Web.Features.Models;

public class ModelReaderTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_OfTheViewersRegionsOnly_NewestFirst_WithTheChampionMarked()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var first = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "first", Ct));
        var second = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "second", Ct));
        var west = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, West, "west", Ct));
        var reader = new ModelReader(host.Get<ViewerContexts>());

        var own = await reader.RecentAsync(Planner, 10, Ct);

        Assert.Equal([(second.ModelVersionId!.Value, true), (first.ModelVersionId!.Value, false)], own.Select(m => (m.Id, m.IsChampion)));
        Assert.All(own, m => Assert.InRange(m.Skill!.Value, 0.01, 1));
        Assert.Equal(3, (await reader.RecentAsync(Admin, 10, Ct)).Count);
        Assert.Null(await reader.FindAsync(Planner, west.ModelVersionId!.Value, Ct));
        Assert.Equal(["second", "first"], (await reader.MovesAsync(Planner, 10, Ct)).Select(m => m.Move.Reason));
        Assert.Equal(4, (await reader.ArtifactsAsync(Planner, own[0], Ct)).Sum(a => a.StoreIds.Length));
    }

    [Fact]
    public async Task PartsOfARun_AreForAdmins()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var reader = new RunShardReader(host.Get<ViewerContexts>());

        Assert.Equal([0, 1, 2], (await reader.ShardsAsync(Admin, run.Id, Ct)).Select(s => s.Number));
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.ShardsAsync(Planner, run.Id, Ct));
        Assert.Equal([North], (await reader.RegionsAsync(Planner, Ct)).Keys);
    }
}

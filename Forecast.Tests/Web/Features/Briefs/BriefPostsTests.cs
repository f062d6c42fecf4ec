using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Training;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Briefs;
using Forecast.Web.Features.Transport;
using Forecast.Web.Features.Worklists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Briefs;

/// <summary>Briefs are sent at the promised hour, once, to a real receiver.</summary>
public sealed class BriefPostsTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private readonly ConcurrentQueue<JsonNode> taken = new();
    private readonly StillClock clock = new(Boards.Morning);
    private WebApplication receiver = null!;
    private BoardSeed seed = null!;
    private int status = StatusCodes.Status202Accepted;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using (var db = database.CreateDbContext())
            seed = await BoardSeed.PlantAsync(db);
        await RowsOfTwoRegions.PlantAsync(database.Source);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.MapPost("/hook", async context =>
        {
            context.Response.StatusCode = status;
            taken.Enqueue((await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!);
        });
        await receiver.StartAsync(Soon);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Brief_IsSentAtThePromisedHour_ByOneReplica_Once()
    {
        await using var first = Replica();
        await using var second = Replica();
        clock.Now = await PromisedAsync() - TimeSpan.FromMinutes(1);
        await LookAsync(first);
        Assert.Empty(taken);

        clock.Now += TimeSpan.FromMinutes(1);
        await Task.WhenAll(LookAsync(first), LookAsync(second));
        clock.Now += TimeSpan.FromMinutes(30);
        await LookAsync(second);

        var card = Assert.Single(taken)["attachments"]![0]!["content"]!;
        var texts = card["body"]!.AsArray().Select(block => (string?)block!["text"]).OfType<string>().ToList();
        Assert.Equal(("AdaptiveCard", "North, Sat 21 Nov 2026"), ((string)card["type"]!, texts[0]));
        Assert.Contains("North: Because.", texts);
        Assert.DoesNotContain("West", card.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("https://forecast.example.com/region/NORTH/brief", (string)card["actions"]![0]!["url"]!);
    }

    [Fact]
    public async Task WhatIsNotTaken_IsSentAgain_UntilTwoHoursAreOver()
    {
        await using var replica = Replica();
        status = StatusCodes.Status503ServiceUnavailable;
        clock.Now = await PromisedAsync();
        await LookAsync(replica);
        await LookAsync(replica); // Too soon.
        Assert.Single(taken);

        clock.Now += TimeSpan.FromMinutes(3);
        await LookAsync(replica);
        clock.Now += TimeSpan.FromHours(2);
        await LookAsync(replica);

        Assert.Equal(2, taken.Count);
        await using var db = database.CreateDbContext();
        Assert.Null((await db.BriefPosts.SingleAsync(p => p.RegionId == seed.North && p.Day > Boards.Origin, Soon)).TakenAt);
    }

    [Theory]
    [InlineData("http://example.com/hook", "Webhooks:NORTH is no address that starts with https://")]
    [InlineData("hook", "Webhooks:NORTH is no address that starts with https://")]
    [InlineData("https://example.com/hook", null)]
    public void Address_MustBeSafe(string address, string? fault)
    {
        var options = new BriefOptions { Webhooks = { ["NORTH"] = address } };

        var found = options.Validate(new(options)).Select(f => $"{f.MemberNames.Single()} {f.ErrorMessage}").SingleOrDefault();

        Assert.Equal(fault, found);
    }

    private async Task<DateTimeOffset> PromisedAsync()
    {
        await using var db = database.CreateDbContext();
        var region = await db.Regions.SingleAsync(r => r.Id == seed.North, Soon);
        var local = region.BusinessDay(Boards.Morning).ToDateTime(region.DeadlineAt);
        return new DateTimeOffset(local, region.Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static Task LookAsync(ServiceProvider replica) => replica.GetRequiredService<BriefPosts>().LookAsync(Soon);

    private ServiceProvider Replica()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Forecast"] = database.ConnectionString,
            ["Blobs:ConnectionString"] = "UseDevelopmentStorage=true",
            ["Briefs:Webhooks:NORTH"] = $"{receiver.Urls.Single()}/hook",
            ["Briefs:Address"] = "https://forecast.example.com",
        }).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton<IConfiguration>(configuration);
        services.AddForeactDatabase(configuration);
        services.AddForeactTraining(configuration);
        services.AddForeactBoard().AddForeactTransport().AddForeactWorklists().AddForeactBriefs(configuration);
        return services.BuildServiceProvider();
    }
}

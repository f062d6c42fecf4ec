using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Web.Access.Api;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Telemetry;

/// <summary>
/// One trace, told to a real receiver, leads from asking for a forecast to its being on show, over the processes that had to do with it.
/// </summary>
public class TraceTests(TraceTests.Traced product) : IClassFixture<TraceTests.Traced>
{
    /// <summary>The stages of a refresh, by the names of their spans.</summary>
    private static readonly string[] Stages = ["plan run", "compute shard", "publish"];

    [Fact]
    public async Task Refresh_IsOneTrace_FromTheRequestToTheForecastOnShow()
    {
        using var ada = new HttpClient { BaseAddress = product.Web.Address };
        ada.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.Token);
        using var answer = await ada.RefreshAsync(new { region = "NORTH" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var trace = await TraceAsync();

        var request = Assert.Single(trace, s => s.Name.StartsWith("POST", StringComparison.Ordinal) && s.Parent.Length == 0);
        var plan = Assert.Single(trace, s => s.Name == "plan run");
        Assert.True(IsUnder(plan, request, trace));
        Assert.Equal(request.Process, plan.Process); // The replica that was asked ...
        Assert.All(trace.Where(s => s.Name is "compute shard" or "publish"), stage =>
        {
            Assert.NotEqual(request.Process, stage.Process); // ... and the worker that computed, by the trace that the run kept.
            Assert.True(IsUnder(stage, request, trace));
        });
        // What the database was asked for it stands there as well.
        Assert.Contains(trace, s => s.Process == request.Process && !Stages.Contains(s.Name) && s != request);
    }

    /// <summary>Waits until every stage of one trace has been told.</summary>
    private async Task<IReadOnlyList<Span>> TraceAsync()
    {
        while (true)
        {
            var traces = (await product.Receiver.SpansAsync()).Select(Span.Of).GroupBy(s => s.Trace, StringComparer.Ordinal);
            var whole = traces.FirstOrDefault(trace =>
                Stages.All(stage => trace.Any(s => s.Name == stage))
                && trace.Any(s => s.Name.StartsWith("POST", StringComparison.Ordinal)));
            if (whole is not null)
                return [.. whole];
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsUnder(Span span, Span root, IReadOnlyList<Span> trace)
    {
        var at = span;
        while (at is not null && at != root)
            at = trace.FirstOrDefault(s => s.Id == at.Parent);
        return at == root;
    }

    private sealed record Span(string Process, string Trace, string Id, string Parent, string Name)
    {
        public static Span Of((string Process, JsonNode Node) told) => new(
            told.Process, (string)told.Node["traceId"]!, (string)told.Node["spanId"]!, (string?)told.Node["parentSpanId"] ?? "",
            (string)told.Node["name"]!);
    }

    /// <summary>A replica and a worker over a small demo retailer, which tell what they do.</summary>
    public sealed class Traced(EmbeddedServers servers) : Installation(servers)
    {
        public OtlpReceiver Receiver { get; private set; } = null!;

        public ProductProcess Web { get; private set; } = null!;

        /// <summary>May do everything.</summary>
        public string Token { get; private set; } = "";

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await RunAsync("demo", "--stores", "3", "--items", "2", "--days", "120");
            await RunAsync("train");
            Token = await TokenAsync();
            Receiver = await OtlpReceiver.StartAsync();
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Receiver.Endpoint,
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
                ["Runs__StartsByItself"] = "false",
                ["Runs__SecondOpinion"] = "Never",
            };
            await StartAsync("worker");
            Web = await StartAsync("web");
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Receiver.DisposeAsync();
            GC.SuppressFinalize(this);
        }

        private async Task<string> TokenAsync()
        {
            await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(ConnectionString).Options);
            var text = PersonalTokens.NewText();
            db.Add(new PersonalToken
            {
                UserId = (await db.Users.SingleAsync(u => u.Name == "Ada Admin")).Id,
                Name = "test",
                Hash = PersonalTokens.HashOf(text),
                Ending = text[^4..],
                Scopes = [.. ApiScopes.All],
                CreatedAt = Boards.Morning,
                ExpiresAt = Clock.GetUtcNow().AddDays(30),
            });
            await db.SaveChangesAsync();
            return text;
        }
    }
}

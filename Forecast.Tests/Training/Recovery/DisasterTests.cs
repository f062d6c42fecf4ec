using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Training.Recovery;

/// <summary>
/// Both servers are lost after a run, with everything on them. From the backup alone the product comes back: the same board, models, runs,
/// and whoever was signed in still is.
/// </summary>
public class DisasterTests
{
    private static readonly string[] Pages = ["/runs", "/models", "/data", "/people", "/"];

    [Fact]
    public async Task BothServersLost_TheProductIsAsBefore()
    {
        var place = Directory.CreateTempSubdirectory("foreact-backups-").FullName;
        try
        {
            var before = await RunAsync(await ServerPair.StartAsync(), null, async (settings, owner) =>
            {
                await Product.RunAsync(settings, "migrate");
                await Product.RunAsync(settings, "demo", "--stores", "6", "--items", "3", "--days", "400");
                await Product.RunAsync(settings, "train");
                var seen = await LookAsync(settings, owner, null);
                await Product.RunAsync(settings, "backup", "--to", place);
                return seen with { Digest = await DatabaseDigest.OfAsync(owner) };
            });

            var folder = Assert.Single(Directory.GetDirectories(place));
            var after = await RunAsync(await ServerPair.StartAsync(), before, async (settings, owner) =>
            {
                var said = await Product.RunAsync(settings, "restore", "--from", folder);
                Assert.Contains("Restored ", said, StringComparison.Ordinal);
                var digest = await DatabaseDigest.OfAsync(owner);
                return await LookAsync(settings, owner, before.Visitor) with { Digest = digest };
            });

            Assert.Equal(before.Digest, after.Digest);
            Assert.Equal(before.Boards, after.Boards);
            Assert.All(before.Boards.Values, board => Assert.True(board.Split('\n').Length > 2, board));
            Assert.Equal(before.Titles, after.Titles);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static async Task<Seen> RunAsync(
        ServerPair servers, Seen? before, Func<IReadOnlyDictionary<string, string>, string, Task<Seen>> workAsync)
    {
        await using (servers)
        {
            var owner = new NpgsqlConnectionStringBuilder(servers.Server) { Database = "foreact" }.ConnectionString;
            var movedBy = before?.MovedBy ?? Clocks.Until(Boards.Morning).ToString("c", CultureInfo.InvariantCulture);
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__ForecastOwner"] = owner,
                ["ConnectionStrings__Forecast"] = EmbeddedServers.AsProduct(owner),
                ["Blobs__ConnectionString"] = servers.Blobs,
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["Clock__MovedBy"] = movedBy,
                ["Runs__StartsByItself"] = "false",
                ["Runs__SecondOpinion"] = "Never",
            };
            var seen = await workAsync(settings, owner);
            NpgsqlConnection.ClearAllPools();
            return seen with { MovedBy = movedBy };
        }
    }

    /// <summary>What an admin sees; with the cookie of before, if there is one.</summary>
    private static async Task<Seen> LookAsync(IReadOnlyDictionary<string, string> settings, string owner, Visitor? before)
    {
        await using var web = await ProductProcess.StartAsync(
            new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["Role"] = "web" });
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(owner).Options);
        var visitor = before?.At(web.Address) ?? new Visitor(web.Address);
        if (before is null)
        {
            using var signedIn = await visitor.SignInAsync(
                await db.Users.SingleAsync(u => u.Name == "Ada Admin", TestContext.Current.CancellationToken));
        }

        var boards = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var region in await db.Regions.Select(r => r.Code).ToListAsync(TestContext.Current.CancellationToken))
            boards[region] = await visitor.ReadAsync($"/region/{region}/board.csv");
        var titles = new List<string>();
        foreach (var page in Pages)
        {
            var html = await visitor.ReadAsync(page); // Nobody is sent to sign in.
            titles.Add(html[html.IndexOf("<title>", StringComparison.Ordinal)..html.IndexOf("</title>", StringComparison.Ordinal)]);
        }

        return new Seen(visitor, boards, titles);
    }

    private sealed record Seen(Visitor Visitor, SortedDictionary<string, string> Boards, List<string> Titles)
    {
        public SortedDictionary<string, string> Digest { get; init; } = [];

        public string? MovedBy { get; init; }
    }
}

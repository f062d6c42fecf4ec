using System.Net;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Web.Features.Sales;

/// <summary>The page and the file as they leave the product, to planners of different regions.</summary>
public class DaysPageTests(DaysPageTests.Seeded product) : IClassFixture<DaysPageTests.Seeded>
{
    [Fact]
    public async Task PageAndFile_HoldTheOwnRegionOnly()
    {
        using var petra = new Visitor(product.Address);
        using var signedIn = await petra.SignInAsync(product.Seed.Petra);

        var page = await petra.ReadAsync("/days");
        Assert.Contains("Sold 900 in the north.", page, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("in the west", page, StringComparison.Ordinal);

        var file = await petra.ReadAsync("/days.csv");
        Assert.Equal("region,store,item,date,kind,sold,expected,reason\r\nNorth,Aurich,Milk,2026-11-10,outlier,900,12.5,Sold 900 in the "
            + "north.\r\n", file.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task KindWithoutDays_SaysSo()
    {
        using var petra = new Visitor(product.Address);
        using var signedIn = await petra.SignInAsync(product.Seed.Petra);

        Assert.Contains("class=\"empty\"", await petra.ReadAsync("/days?kind=stockouts&page=0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/days?region=WEST")]
    [InlineData("/days.csv?region=WEST")]
    public async Task AddressOfOthers_ShowsNothing(string address)
    {
        using var petra = new Visitor(product.Address);
        using var signedIn = await petra.SignInAsync(product.Seed.Petra);
        using var answer = await petra.GetAsync(address);
        string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("class=\"empty\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("in the west", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_SeesAllRegions()
    {
        using var ada = new Visitor(product.Address);
        using var signedIn = await ada.SignInAsync(product.Seed.Ada);
        var page = await ada.ReadAsync("/days?kind=outliers");
        Assert.Contains("in the north", page, StringComparison.Ordinal);
        Assert.Contains("in the west", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/days")]
    [InlineData("/days.csv")]
    public async Task Stranger_IsSentToSignIn(string address)
    {
        using var stranger = new Visitor(product.Address);
        using var answer = await stranger.GetAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/signin", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    public sealed class Seeded(EmbeddedServers servers) : Installation(servers)
    {
        internal BoardSeed Seed { get; private set; } = null!;

        public Uri Address { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Seed = await BoardSeed.PlantAsync(ConnectionString);
            await using (var database = NpgsqlDataSource.Create(ConnectionString))
            {
                await using var command = database.CreateCommand("""
                    INSERT INTO series (store_id, item_id) SELECT store.id, item.id FROM store JOIN item ON item.code = 'I1'
                        WHERE store.code IN ('N1', 'W1');
                    INSERT INTO sales_remark (series_id, day, kind, sold, suggested, impact, reason, run_id)
                    SELECT s.id, '2026-11-10', 'Outlier', 900, 12.5, 700,
                        CASE store.code WHEN 'N1' THEN 'Sold 900 in the north.' ELSE 'Sold 900 in the west.' END, run.id
                    FROM series s JOIN store ON store.id = s.store_id JOIN run ON run.region_id = store.region_id;
                    """);
                await command.ExecuteNonQueryAsync();
            }

            await RunAsync("migrate"); // Makes the first shared key, as before any roll-out.
            Address = (await StartAsync("web")).Address;
        }
    }
}

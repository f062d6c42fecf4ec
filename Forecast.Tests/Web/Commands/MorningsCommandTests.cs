using Forecast.Domain.Catalog;
using Forecast.Tests.Support;
using Forecast.Web.Commands;

namespace Forecast.Tests.Web.Commands;

/// <summary>The check of the mornings that a cluster runs beside the product.</summary>
public class MorningsCommandTests(EmbeddedServers servers)
{
    private static readonly Region North = new() { Code = "NORTH", Name = "North", TimeZone = "Europe/Berlin" }; // Due at 09:00.

    [Theory]
    [InlineData("2026-07-01T06:59:00Z", 0, MorningsCommand.Morning.NotYetDue)] // 08:59 in Berlin.
    [InlineData("2026-07-01T07:00:00Z", 0, MorningsCommand.Morning.Late)]
    [InlineData("2026-07-01T06:29:00Z", 30, MorningsCommand.Morning.NotYetDue)]
    [InlineData("2026-07-01T06:30:00Z", 30, MorningsCommand.Morning.Late)]
    [InlineData("2026-01-15T07:30:00Z", 0, MorningsCommand.Morning.NotYetDue)] // Winter time: 08:30.
    [InlineData("2026-07-01T22:30:00Z", 0, MorningsCommand.Morning.NotYetDue)] // The next day has begun there.
    public void ForecastOfYesterday_IsLateFromTheDeadlineOn(string instant, int minutesBefore, object expected)
    {
        var now = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, MorningsCommand.Judge(North, North.LastCompleteDay(now).AddDays(-1), now, minutesBefore));
        Assert.Equal(MorningsCommand.Morning.There, MorningsCommand.Judge(North, North.LastCompleteDay(now), now, minutesBefore));
    }

    [Fact]
    public void RegionWithoutAWholeForecast_IsLateAsWell() =>
        Assert.Equal(
            MorningsCommand.Morning.Late,
            MorningsCommand.Judge(North, null, new DateTimeOffset(2026, 7, 1, 8, 0, 0, TimeSpan.Zero), minutesBefore: 0));

    [Fact]
    public async Task ForecastsOfLongAgo_AreNamed_AndTheCheckFails()
    {
        string database = await servers.NewDatabaseAsync();
        await BoardSeed.PlantAsync(database);

        // A day ahead of the deadline: always due.
        var (code, output) = await Product.TryAsync(Settings(database), "mornings", "--minutes", "1440");

        Assert.Equal(1, code);
        Assert.Contains("NORTH: LATE: no forecast of today, due at 09:00 Europe/Berlin", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoRegionWithAForecast_IsNoFailure()
    {
        var (code, _) = await Product.TryAsync(Settings(await servers.NewDatabaseAsync()), "mornings");

        Assert.Equal(0, code);
    }

    [Fact]
    public async Task DatabaseOutOfReach_IsAFailure()
    {
        var (code, output) = await Product.TryAsync(Settings("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=5"), "mornings");

        Assert.NotEqual(0, code);
        Assert.NotEmpty(output);
    }

    private static Dictionary<string, string> Settings(string database) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Forecast"] = database,
    };
}

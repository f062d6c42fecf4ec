using System.Globalization;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>docs/costs.md multiplies and adds rightly, and counts the machines that the parameters ask for.</summary>
public sealed partial class CostPageTests
{
    private const int HoursOfAMonth = 730;

    private static readonly string Page = Checkout.PathOf("docs", "costs.md");

    private static readonly string[] Sizes = ["dev", "prod", "enterprise"];

    /// <summary>What, unit, price, then quantity and cost of each size.</summary>
    private static readonly List<Row> Rows = [.. File.ReadLines(Page).Select(Read).OfType<Row>()];

    [Fact]
    public void EveryRow_IsQuantityTimesPrice() => Assert.All(Rows, row => Assert.All(
        row.Quantities.Zip(row.Costs), size => Assert.Equal((double)(size.First * row.Price), (double)size.Second, tolerance: 0.51)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void EverySize_IsTheSumOfItsRows(int size)
    {
        var sum = File.ReadLines(Page).Single(line => line.StartsWith("| **sum** |", StringComparison.Ordinal));
        var stated = BoldNumber().Matches(sum).Select(match => Number(match.Groups["number"].Value)).ToList();

        Assert.NotEmpty(Rows);
        Assert.Equal(Sizes.Length, stated.Count);
        Assert.Equal(Rows.Sum(row => row.Costs[size]), stated[size]);
    }

    [Theory]
    [InlineData("dev", 0)]
    [InlineData("prod", 1)]
    public void Machines_AreThoseOfTheParameters(string environment, int size)
    {
        var pools = Bicep.Resource(environment, AzureTypes.Clusters)["properties"]!["agentPoolProfiles"]!.AsArray();
        (string Pool, string What)[] kinds =
        [
            ("system", "machines for the cluster itself"), ("web", "machines for web and refreshes"),
            ("worker", "spot machines for fitting"),
        ];
        foreach (var (pool, what) in kinds)
        {
            var asked = pools.Single(one => (string?)one!["name"] == pool)!;
            var row = Assert.Single(Rows, row => row.What == what && row.Quantities[size] > 0);
            Assert.StartsWith(((string)asked["vmSize"]!)["Standard_".Length..] + " ", row.Unit, StringComparison.Ordinal);
            if (pool != "worker")
                Assert.Equal((int)asked["minCount"]! * HoursOfAMonth, row.Quantities[size]);
        }

        var server = (string)Bicep.Resource(environment, AzureTypes.Servers)["sku"]!["name"]!;
        Assert.Contains(Rows, row => row.Unit == $"{server["Standard_".Length..]} hour" && row.Quantities[size] > 0);
    }

    private static Row? Read(string line) =>
        line.Split('|', StringSplitOptions.TrimEntries)
            is ["", var what, var unit, var price, var q1, var q2, var q3, var c1, var c2, var c3, ""]
        && decimal.TryParse(price, CultureInfo.InvariantCulture, out decimal each)
            ? new(what, unit, each, [Number(q1), Number(q2), Number(q3)], [Number(c1), Number(c2), Number(c3)])
            : null;

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\*\*(?<number>[\d,]+)\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoldNumber();

    private sealed record Row(string What, string Unit, decimal Price, decimal[] Quantities, decimal[] Costs);
}

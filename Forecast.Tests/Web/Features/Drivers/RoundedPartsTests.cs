using Forecast.Web.Features.Drivers.Figures;

namespace Forecast.Tests.Web.Features.Drivers;

public class RoundedPartsTests
{
    [Fact]
    // 10.4 + 2.4 − 1.2 = 11.6, shown as 12: floors 10, 2, −2 lack 2 units, for .8 and one .4
    public void LargestRemainder_GetsTheMissingUnit() =>
        Assert.Equal([11, 2, -1], RoundedParts.Of([10.4, 2.4, -1.2], 11.6, 0));

    [Fact]
    public void Tenths_AreRoundedLikewise() =>
        Assert.Equal([0.3, 0.1], RoundedParts.Of([0.26, 0.14], 0.4, 1).Select(p => Math.Round(p, 9)));

    [Fact]
    public void AnyParts_AddUpAndAreLessThanAUnitOff()
    {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            double scale = Math.Pow(10, random.Next(-2, 5));
            double[] parts = [.. Enumerable.Range(0, 8).Select(_ => random.Next(3) == 0 ? 0 : (random.NextDouble() - 0.4) * scale)];
            int digits = random.Next(2);
            double unit = Math.Pow(10, -digits), total = parts.Sum();

            var shown = RoundedParts.Of(parts, total, digits);

            Assert.Equal(Math.Round(total, digits, MidpointRounding.AwayFromZero), shown.Sum(), 1e-6);
            for (int i = 0; i < parts.Length; i++)
                Assert.True(Math.Abs(shown[i] - parts[i]) < unit + 1e-9, $"{parts[i]} as {shown[i]}");
            Assert.All(parts.Zip(shown).Where(p => p.First == 0), p => Assert.Equal(0, p.Second));
        }
    }
}

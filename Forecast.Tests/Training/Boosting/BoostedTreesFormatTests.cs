using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class BoostedTreesFormatTests
{
    private static readonly BoostedTrees Trees = Grow.Trees(
        Grow.Rows(3000, 4, x => x[0] + (x[2] % 3), categorical: new HashSet<int> { 2 }),
        new BoostingOptions { Rounds = 15, Loss = BoostingLoss.Tweedie(1.2) });

    private static byte[] Stored()
    {
        using var stream = new MemoryStream();
        Trees.Write(stream);
        return stream.ToArray();
    }

    [Fact]
    public void RoundTrip_PredictsTheSameAndWritesTheSame()
    {
        byte[] stored = Stored();

        var read = BoostedTrees.Read(new MemoryStream(stored));

        float[] rows = [0.1f, 0.2f, 4, 0.3f, float.NaN, float.NaN, float.NaN, float.NaN, 0.9f, 0.8f, 777, 0.1f];
        var (expected, actual) = (new float[3], new float[3]);
        Trees.Predict(rows, expected);
        read.Predict(rows, actual);
        Assert.Equal(expected, actual);
        using var again = new MemoryStream();
        read.Write(again);
        Assert.Equal(stored, again.ToArray());
    }

    [Fact]
    public void EveryCutOff_IsNoticed()
    {
        byte[] stored = Stored();
        for (int length = 0; length < stored.Length; length += 1 + (length / 10))
            Assert.Throws<InvalidDataException>(() => BoostedTrees.Read(new MemoryStream(stored, 0, length)));
    }

    [Fact]
    public void EveryFlippedBit_IsNoticed()
    {
        byte[] stored = Stored();
        for (int at = 0; at < stored.Length; at += 1 + (at / 50))
        {
            var damaged = (byte[])stored.Clone();
            damaged[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => BoostedTrees.Read(new MemoryStream(damaged)));
        }
    }

    [Theory]
    [InlineData(0, (byte)'X', "does not begin with 'FBTR'")]
    [InlineData(4, (byte)9, "format version 9")]
    [InlineData(40, (byte)255, "checksum")]
    public void Damage_IsNamed(int at, byte value, string words)
    {
        byte[] stored = Stored();
        stored[at] = value;

        var error = Assert.Throws<InvalidDataException>(() => BoostedTrees.Read(new MemoryStream(stored)));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}

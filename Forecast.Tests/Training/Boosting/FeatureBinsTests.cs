using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class FeatureBinsTests
{
    [Fact]
    public void FewDistinctValues_GetOneBinEachWithBordersInTheMiddle()
    {
        var bins = FeatureBins.OfNumbers([3, 1, 1, 5, 3, float.NaN], mostBins: 255);

        Assert.Equal([2f, 4f], bins.Borders);
        Assert.Equal([0, 0, 1, 1, 2, 2], new[] { -9f, 2f, 2.1f, 4f, 4.1f, 9f }.Select(bins.Of));
    }

    [Fact]
    public void ManyDistinctValues_AreSplitIntoEqualShares()
    {
        var values = Enumerable.Range(1, 1000).Select(v => (float)v).ToArray();

        var bins = FeatureBins.OfNumbers(values, mostBins: 4);

        Assert.Equal([250.5f, 500.5f, 750.5f], bins.Borders);
    }

    [Fact]
    public void HeavyValue_KeepsItsOwnBinAndLeavesTheRestEvenlySplit()
    {
        float[] values = [.. Enumerable.Repeat(0f, 600), .. Enumerable.Range(1, 300).Select(v => (float)v)];

        var bins = FeatureBins.OfNumbers(values, mostBins: 4);

        Assert.Equal([0.5f, 100.5f, 200.5f], bins.Borders);
    }

    [Theory]
    [InlineData(float.NaN, 255)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(float.PositiveInfinity, 2)]
    public void NotFinite_HasAPlace(float value, int bin) =>
        Assert.Equal(bin, FeatureBins.OfNumbers([1, 2, 3], mostBins: 255).Of(value));

    [Fact]
    public void AllNaN_HasOneBin()
    {
        var bins = FeatureBins.OfNumbers([float.NaN, float.NaN], mostBins: 255);

        Assert.Equal(1, bins.Count);
        Assert.Empty(bins.Borders);
    }

    [Fact]
    public void InfiniteSamples_KeepBordersInOrder()
    {
        var bins = FeatureBins.OfNumbers([float.NegativeInfinity, 0, float.MaxValue, float.PositiveInfinity], mostBins: 255);

        Assert.Equal([0, 1, 2, 3], new[] { float.NegativeInfinity, 0, float.MaxValue, float.PositiveInfinity }.Select(bins.Of));
    }

    [Fact]
    public void Categories_GetOneBinEachAndTheUnknownCountsAsMissing()
    {
        var bins = FeatureBins.OfCategories([7, 3, 7, 40, float.NaN], mostBins: 255);

        Assert.Equal([1, 0, 2, 255, 255], new[] { 7f, 3f, 40f, 8f, float.NaN }.Select(bins.Of));
    }

    [Fact]
    public void TooManyCategories_LetTheRarestShareABin()
    {
        var bins = FeatureBins.OfCategories([1, 2, 2, 3, 4, 4], mostBins: 3);

        Assert.Equal([2, 0, 2, 1], new[] { 1f, 2f, 3f, 4f }.Select(bins.Of));
    }

    [Fact]
    public void BlockFill_AgreesWithSingleValues()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 1000).Select(_ => random.Next(9) == 0 ? float.NaN : (float)random.NextDouble()).ToArray();
        var bins = FeatureBins.OfNumbers([.. values], mostBins: 255);
        var rows = new BinnedRows([bins], values.Length);

        rows.Fill(0, values);

        Assert.Equal(values.Select(v => (byte)bins.Of(v)), Enumerable.Range(0, values.Length).Select(r => rows.Bins[r * rows.Stride]));
    }
}

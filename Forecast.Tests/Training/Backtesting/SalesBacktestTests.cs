using System.IO.Compression;
using System.Text;
using Forecast.Training.Backtesting;
using Forecast.Training.Engine;

namespace Forecast.Tests.Training.Backtesting;

public sealed class SalesBacktestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("foreact-sales-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnyColumnOrderAndSeparator_IsRead()
    {
        var sales = Read("item;quantity;open;date;store\nb;2.5;1;2024-01-03;s1\r\na;1;0;2024-01-01;s1\n\"b\";4;1;2024-01-01;s1\n");
        Assert.Equal(3, sales.Days);
        Assert.Equal(["a", "b"], sales.Series.Select(s => sales.Items[s.Item]));
        Assert.Equal([1, float.NaN, float.NaN, 4, float.NaN, 2.5f], sales.Quantity);
        Assert.Equal(0, sales.Open![0]);
        Assert.Null(sales.Price);
    }

    [Fact]
    public void MissingIsZero_FillsInsideAndAfterButNotBefore() =>
        Assert.Equal([float.NaN, 1, 0, 2, 3, 0, 0, 0], Read("date,store,item,quantity\n2024-01-02,s,a,1\n2024-01-04,s,a,2\n2024-01-01,s,b,3\n", missingIsZero: true).Quantity);

    [Fact]
    public void SameDayTwice_AddsUp() => Assert.Equal([7], Read("date,store,item,quantity\n2024-01-02,s,a,3\n2024-01-02,s,a,4\n").Quantity);

    [Theory]
    [InlineData("date,store,quantity\n2024-01-01,s,1\n", "item")]
    [InlineData("date,store,item,quantity\n2024-02-30,s,a,1\n", "line 2: date \"2024-02-30\"")]
    [InlineData("date,store,item,quantity\n2024-01-01,s,a,x\n", "line 2: quantity \"x\"")]
    [InlineData("date,store,item,quantity\n2024-01-01,s,a\n", "line 2 has 3 fields")]
    [InlineData("date,store,item,quantity\n2024-01-01,\"s,a,1\n", "quote")]
    [InlineData("date,store,item,quantity\n", "not a single row")]
    [InlineData("date,store,item,quantity\n0001-01-01,s,a,1\n2024-01-01,s,a,1\n", "within 100 years")]
    public void WhatIsNotSales_IsRefusedWithLineAndReason(string text, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ValuesAfterTheOrigin_DoNotChangeTheForecast()
    {
        var text = new StringBuilder("date,store,item,quantity,promotion\n");
        var changed = new StringBuilder("date,store,item,quantity,promotion\n");
        var random = new Random(5);
        for (int t = 0; t < 200; t++)
        {
            for (int s = 0; s < 12; s++)
            {
                string day = $"{new DateOnly(2024, 1, 1).AddDays(t):yyyy-MM-dd},s{s % 3},i{s},";
                int promotion = t % 9 == 0 ? 1 : 0;
                text.Append(day).Append(random.Next(10) * (1 + promotion)).Append(',').Append(promotion).Append('\n');
                changed.Append(day).Append(t < 193 ? text.ToString().Split('\n')[^2].Split(',')[3] : "900").Append(',').Append(promotion).Append('\n');
            }
        }

        Assert.Equal(Forecasts(text.ToString()), Forecasts(changed.ToString()));
    }

    private float[] Forecasts(string text)
    {
        float[] mean = [];
        new SalesBacktest(Read(text), new EngineOptions { Horizon = 7, GlobalRounds = 10 })
            .Run(1, 7, 0, (_, f) => mean = [.. f.Mean, .. f.P90], TestContext.Current.CancellationToken);
        return mean;
    }

    private LongSales Read(string text, bool missingIsZero = false)
    {
        string path = Path.Combine(folder, Path.GetRandomFileName());
        using (var file = File.Create(path))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return LongSalesReader.Read(path, missingIsZero);
    }
}

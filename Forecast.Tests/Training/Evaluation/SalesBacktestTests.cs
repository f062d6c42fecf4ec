using System.IO.Compression;
using System.Text;
using Forecast.Domain.Reading;
using Forecast.Training.Engine;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Training.Evaluation;

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
        Assert.Equal([float.NaN, 1, 0, 2, 3, 0, 0, 0],
            Read("date,store,item,quantity\n2024-01-02,s,a,1\n2024-01-04,s,a,2\n2024-01-01,s,b,3\n", missingIsZero: true).Quantity);

    [Fact]
    public void SameDayTwice_AddsUp() => Assert.Equal([7], Read("date,store,item,quantity\n2024-01-02,s,a,3\n2024-01-02,s,a,4\n").Quantity);

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
                changed.Append(day).Append(t < 193 ? text.ToString().Split('\n')[^2].Split(',')[3] : "900").Append(',').Append(promotion)
                    .Append('\n');
            }
        }

        Assert.Equal(Forecasts(text.ToString()), Forecasts(changed.ToString()));
    }

    [Fact]
    public void PlansBeyondTheLastSale_AreNoWindow()
    {
        var text = new StringBuilder("date,store,item,quantity,promotion\n");
        for (int t = 0; t < 120; t++)
        {
            text.Append(new DateOnly(2024, 1, 1).AddDays(t).ToString("yyyy-MM-dd", null))
                .Append(t < 100 ? $",s,a,{5 + t % 4},0\n" : ",s,a,,1\n");
        }

        var report = Backtest(text.ToString());
        Assert.Equal([new DateOnly(2024, 1, 1).AddDays(92)], report.Origins);
        Assert.NotNull(report.Scores.Rmsse);
    }

    [Fact]
    public void WithoutAnythingToScore_ItSaysSo()
    {
        string plans = "date,store,item,quantity\n2024-01-01,s,a,\n2024-03-01,s,a,\n";
        var refused = Assert.Throws<FileRefusedException>(() => Backtest(plans));
        Assert.Contains("No row could be taken. None has a quantity.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachLevel_IsScoredOnItsOwnSums()
    {
        var text = new StringBuilder("date,store,item,quantity\n");
        var random = new Random(9);
        for (int t = 0; t < 150; t++)
        {
            for (int s = 0; s < 12; s++)
                text.Append(new DateOnly(2024, 1, 1).AddDays(t).ToString("yyyy-MM-dd,", null))
                    .Append($"s{s % 3},i{s / 3},{random.Next(20)}\n");
        }

        var sales = Read(text.ToString());
        sales.Categories = NameGroups.Read(Write("category;item\nfresh;i0\ndry;i2\nfresh;i3\n"), "item", "category", sales.Items);
        sales.Regions = NameGroups.Read(Write("store,region\ns0,\"north, far\"\ns1,south\ns2,south\n"), "store", "region", sales.Stores);
        Assert.Equal([0, -1, 1, 0], sales.Categories);
        Assert.Equal([0, 1, 1], sales.Regions);
        var report = new SalesBacktest(sales, new EngineOptions { Horizon = 7 }).Run(3, 7, 0, null, TestContext.Current.CancellationToken);

        Assert.Equal(["series", "store", "category", "region", "total"], report.Levels.Keys);
        Assert.Equal([(12, 252), (3, 63), (3, 63), (2, 42), (1, 21)], report.Levels.Values.Select(l => (l.Groups, l.Days)));
        Assert.All(report.Levels.Values, level => Assert.Equal(1, level.Coverage!.Value + level.Below!.Value + level.Above!.Value, 9));
        Assert.All(report.Levels.Values, level => Assert.Equal(report.Scores.Bias!.Value, level.Bias!.Value, 4)); // means add up
        Assert.True(report.Levels["total"].Wape < report.Levels["store"].Wape
            && report.Levels["store"].Wape < report.Levels["series"].Wape);
    }

    [Fact]
    public void Challengers_StandBesideOurTreesAndChangeNothing()
    {
        var text = new StringBuilder("date,store,item,quantity\n");
        var random = new Random(3);
        for (int t = 0; t < 150; t++)
        {
            for (int s = 0; s < 12; s++)
                text.Append(new DateOnly(2024, 1, 1).AddDays(t).ToString("yyyy-MM-dd,", null))
                    .Append($"s{s % 3},i{s / 3},{5 + t % 7 + random.Next(4)}\n");
        }

        var sales = Read(text.ToString());
        var options = new EngineOptions { Horizon = 7, GlobalRounds = 40 };
        var without = new SalesBacktest(sales, options).Run(2, 7, 0, null, TestContext.Current.CancellationToken);
        var report = new SalesBacktest(sales, options, ["ml-lightgbm", "ml-fasttree"])
            .Run(2, 7, 0, null, TestContext.Current.CancellationToken);

        Assert.Empty(without.Challengers);
        Assert.Equal(without.Scores, report.Scores);
        Assert.Equal(["boosted-trees", "ml-lightgbm", "ml-fasttree"], report.Challengers.Select(c => c.Model));
        Assert.All(report.Challengers, c =>
        {
            Assert.Equal(12, c.Scores.Series);
            Assert.InRange(c.Scores.Wape!.Value, 0.02, 0.3);
            Assert.Equal(report.ScoresByClass.Keys, c.ScoresByClass.Keys);
        });
    }

    [Fact]
    public void LevelSums_HandComputedExample_IsReproduced()
    {
        var sums = new LevelSums();
        // Inside, below, above; then a closed day and one not loaded, which do not count.
        sums.Add(4, [10, 5, 20, 0, float.NaN], [10, 10, 10, 0, 10], [8, 8, 8, 0, 8], [12, 12, 12, 0, 12]);
        var scores = sums.Result();
        Assert.Equal((1, 3), (scores.Groups, scores.Days));
        Assert.Equal(1 / 3.0, scores.Coverage!.Value, 12);
        Assert.Equal((1 / 3.0, 1 / 3.0), (scores.Below!.Value, scores.Above!.Value));
        Assert.Equal(15 / 35.0, scores.Wape!.Value, 12);
        Assert.Equal(-5 / 35.0, scores.Bias!.Value, 12);
        Assert.Equal((0.1 * 2 + 0.9 * 3 + 0.1 * 12) / 35, scores.Pinball10!.Value, 6);
        Assert.Equal((0.1 * 2 + 0.1 * 7 + 0.9 * 8) / 35, scores.Pinball90!.Value, 6);
    }

    [Fact]
    public void MasterFileWithoutTheColumn_IsRefused() =>
        Assert.Contains(
            "category", Assert.Throws<InvalidDataException>(
            () => NameGroups.Read(Write("item,kind\na,b\n"), "item", "category", ["a"])).Message, StringComparison.Ordinal);

    private float[] Forecasts(string text)
    {
        float[] mean = [];
        new SalesBacktest(Read(text), new EngineOptions { Horizon = 7, GlobalRounds = 10 })
            .Run(1, 7, 0, (_, f) => mean = [.. f.Mean, .. f.P90], TestContext.Current.CancellationToken);
        return mean;
    }

    private BacktestReport Backtest(string text) =>
        new SalesBacktest(Read(text), new EngineOptions { Horizon = 7, Models = ["local"], Threads = 1 })
            .Run(1, 7, 0, null, TestContext.Current.CancellationToken);

    private LongSales Read(string text, bool missingIsZero = false)
    {
        string path = Path.Combine(folder, Path.GetRandomFileName());
        using (var file = File.Create(path))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        var options = new ReadingOptions { AcceptFractions = true };
        return LongSalesReader.ReadAsync(path, missingIsZero, options, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    private string Write(string text)
    {
        string path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        return path;
    }
}

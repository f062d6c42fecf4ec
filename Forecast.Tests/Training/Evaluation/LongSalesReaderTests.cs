using System.Text;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Training.Evaluation;

public sealed class LongSalesReaderTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void QuotesBomSemicolonBlankLinesAndTimes_AreRead()
    {
        var sales = Read("\uFEFFitem;\"Date\";quantity;store;price\r\n\"a;b\";2024-01-01;3;\"S 1\";\r\n\r\n\"a;b\";2024-01-03 "
            + "00:00:00;2.5;S 1;1.99\r\nc;2024-01-02T10:00;;S 1;\r\n");

        Assert.Equal((3L, 3), (sales.Rows, sales.Days));
        Assert.Equal(["a;b", "c"], sales.Items);
        Assert.Equal(["S 1"], sales.Stores);
        Assert.Equal([3f, float.NaN, 2.5f, float.NaN, float.NaN, float.NaN], sales.Quantity);
        Assert.Equal(1.99f, sales.Price![2]);
        Assert.Null(sales.Promotion);
    }

    [Theory]
    [InlineData("", "there is not a single row of sales in it.")]
    [InlineData("date,store,item,quantity\n", "there is not a single row of sales in it.")]
    [InlineData("day,store,item,quantity\n", "the header has no column \"date\"; it reads \"day,store,item,quantity\".")]
    [InlineData("date,store,item,quantity\n2024-01-01,S,I,1\n2024-01-02,S,I\n", "line 3 has 3 fields; the header has 4.")]
    [InlineData("date,store,item,quantity\n2024-01-01,\"S,I,1\n2024-01-02,S,I,1\n", "line 2: a quote is not closed.")]
    [InlineData("date,store,item,quantity\n2024-01-01,S\"x,I,1\n", "line 2: a quote stands inside a field.")]
    [InlineData("date,store,item,quantity\n2024-02-30,S,I,1\n", "line 2: date \"2024-02-30\" is not a day such as 2024-12-31.")]
    [InlineData("date,store,item,quantity\n2024-01-01,S,I,x1\n", "line 2: quantity \"x1\" is not a number with a decimal point.")]
    [InlineData("date,store,item,quantity\n2024-01-01,S,I,1\n1724-01-01,S,I,1\n",
        "line 3: date \"1724-01-01\" is not a day within 100 years of the series' other days.")]
    public void BadFile_IsRefusedWithLineAndReason(string text, string reason) =>
        Assert.Equal($"{path}: {reason}", Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    [Fact]
    public void FileWithoutLineEnds_IsRefused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("date,store,item,quantity\n2024-01-01,S," + new string('x', 3 << 20)));
        Assert.Contains("is longer than 1048576 bytes; is this a sales file?", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);

    private LongSales Read(string text)
    {
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return LongSalesReader.Read(path, missingIsZero: false);
    }
}

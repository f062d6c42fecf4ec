using System.Text;
using Forecast.Domain.Reading;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Training.Evaluation;

public sealed class LongSalesReaderTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public async Task QuotesBomSemicolonBlankLinesAndTimes_AreRead()
    {
        var sales = await ReadAsync("\uFEFFitem;\"Date\";quantity;store;price\r\n\"a;b\";2024-01-01;3;\"S 1\";\r\n\r\n\"a;b\";2024-01-03 "
            + "00:00:00;2.5;S 1;1.99\r\nc;2024-01-02T10:00;;S 1;2\r\n");

        Assert.Equal((3L, 3), (sales.Rows, sales.Days));
        Assert.Equal(["a;b", "c"], sales.Items);
        Assert.Equal(["S 1"], sales.Stores);
        Assert.Equal([3f, float.NaN, 2.5f, float.NaN, float.NaN, float.NaN], sales.Quantity);
        Assert.Equal(1.99f, sales.Price![2]);
        Assert.Null(sales.Promotion);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("date,store,item,quantity\n", "a header and no rows")]
    [InlineData("when,store,item,quantity\n", "The header lacks \"date\"")]
    [InlineData("date,store,item,quantity\n2024-01-02,S,I\n", "No row could be taken. Line 2: The row has 3 columns, the header has 4.")]
    [InlineData("date,store,item,quantity\n2024-02-30,S,I,1\n", "Line 2: There is no such day in the calendar.")]
    [InlineData("date,store,item,quantity\n2024-01-01,S,I,x1\n", "Line 2: The quantity is not a number.")]
    public async Task FileOfWhichNothingCanBeTaken_IsRefusedWithLineAndReason(string text, string reason) =>
        Assert.Contains(
            reason, (await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2024-01-02,S,I")]
    [InlineData("2024-01-01,\"S,I,1")]
    [InlineData("2024-01-01,S\"x,I,1")]
    [InlineData("2024-02-30,S,I,1")]
    [InlineData("2024-01-02,S,I,x1")]
    [InlineData("1724-01-01,S,I,1")]
    [InlineData("2024-01-02,S,I,-1")]
    [InlineData("2150-01-02,S,I,1")]
    public async Task BadRow_IsLeftOutAndCounted(string row)
    {
        var sales = await ReadAsync($"date,store,item,quantity\n2024-01-01,S,I,1\n{row}\n");

        Assert.Equal((2L, 1L, 1), (sales.Rows, sales.Rejected, sales.Days));
        Assert.Contains(sales.Remarks, remark => remark.Contains("Line 3: ", StringComparison.Ordinal)); // Half of the rows: doubtful.
    }

    [Fact]
    public async Task FileWithoutLineEnds_IsRefused()
    {
        var error = await Assert.ThrowsAsync<FileRefusedException>(
            () => ReadAsync("date,store,item,quantity\n2024-01-01,S," + new string('x', 3 << 20)));
        Assert.Contains("longer than 1,048,576 bytes", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);

    private Task<LongSales> ReadAsync(string text)
    {
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return LongSalesReader.ReadAsync(
            path, missingIsZero: false, new ReadingOptions { AcceptFractions = true }, TestContext.Current.CancellationToken);
    }
}

using System.Text;
using Forecast.Domain.Imports;
using Forecast.Tests.Support;
using MiniExcelLibs;

namespace Forecast.Tests.Domain.Imports;

public class SalesPreviewTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    [Fact]
    public async Task LongFile_IsLookedAtByItsFirstRows_AndLoadedByAll()
    {
        const string file = "date,store,item,quantity\n2026-05-01,S,I,1\n2026-05-02,S,I,2\n2026-05-03,S,I,3\n2026-05-04,S,I,1.500\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var preview = await new FileImport(Source, Time) { RowsPreviewed = 2 }.PreviewAsync(stream, Request, Stop);

        Assert.True(preview.IsOfFirstRows);
        Assert.Equal((2, 2), (preview.RowsRead, preview.RowsTaken));
        Assert.Equal("Only the first 2 rows were looked at; the load decides by all of them.", preview.Remarks[0]);
        Assert.Equal(4, (await LoadAsync(file)).RowsAccepted); // 1.500 is 1500 beside 1, 2 and 3.
        Assert.Equal(1500, await ValueAsync("S", "I", "2026-05-04"));
    }

    [Fact]
    public async Task FileThatJustFits_IsWholeAndSaysSo()
    {
        using var stream = new MemoryStream("date,store,item,quantity\n2026-05-01,S,I,1\n2026-05-02,S,I,2\n"u8.ToArray());
        var preview = await new FileImport(Source, Time) { RowsPreviewed = 2 }.PreviewAsync(stream, Request, Stop);

        Assert.False(preview.IsOfFirstRows);
        Assert.Empty(preview.Remarks);
    }

    [Fact]
    public async Task Workbook_IsCalledOne()
    {
        using var stream = new MemoryStream();
        await stream.SaveAsAsync(
            new[] { new { date = new DateTime(2026, 5, 1), store = "S", item = "I", quantity = 3 } }, cancellationToken: Stop);
        stream.Position = 0;
        var preview = await NewImport().PreviewAsync(stream, Request, Stop);

        Assert.Equal("the cells of a workbook", preview.Separator);
    }
}

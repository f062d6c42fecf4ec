using System.IO.Compression;
using Forecast.Web.Features.Sheets;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Shared;
using MiniExcelLibs;
using static Forecast.Tests.Support.SampleSheets;

namespace Forecast.Tests.Web.Features.Sheets;

public class SheetTableTests
{
    private static readonly SheetView View = SheetView.From(
        OfStore(Expecting(1, 10.25f, "=1+1"), Expecting(2, 30)), SheetSelection.Default);

    [Fact]
    public void Csv_HasTheRowsInTheirOrder_AndNoSums()
    {
        var lines = SheetTable.Csv(View).Split("\r\n");

        Assert.StartsWith("item,name,category,unit,figure,2026-11-21,", lines[0], StringComparison.Ordinal);
        Assert.Equal("I2,Item 2,Dairy,units,Expected,30,30,30,30,30,30,30,210,56,154,,", lines[1]);
        Assert.StartsWith("I1,'=1+1,Dairy,units,Expected,10.25,", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
    }

    [Fact]
    public void Range_HasTwoColumnsADay()
    {
        var view = SheetView.From(View.Sheet, SheetSelection.Default with { Figure = SheetFigure.Range });

        Assert.Contains(",2026-11-21,2026-11-21_to,", SheetTable.Csv(view), StringComparison.Ordinal);
    }

    [Fact]
    public void Workbook_HoldsNumbersAndNoFormula()
    {
        using var file = new MemoryStream();
        XlsxFile.Write(file, "Forecast", SheetTable.Rows(View));

        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(["I2", "I1"], rows.Select(r => r["item"]));
        Assert.Equal((10.25, "=1+1"), (rows[1]["2026-11-21"], rows[1]["name"]));
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        var page = zip.Entries.Single(e => e.FullName.Contains("worksheets/sheet", StringComparison.Ordinal));
        using var sheet = new StreamReader(page.Open());
        Assert.DoesNotContain("<x:f", sheet.ReadToEnd(), StringComparison.Ordinal);
    }
}

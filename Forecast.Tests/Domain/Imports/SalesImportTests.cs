using System.Globalization;
using System.Text;
using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Domain.Imports;

public class SalesImportTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private const string Small = "date,store,item,quantity\n2026-01-01,S,I,3\n2026-01-02,S,I,0\n2026-01-04,S,I,5\n";

    [Fact]
    public async Task Rows_AreStoredByDay_AndADayWithoutARowIsUnknown()
    {
        var load = await LoadAsync(Small);

        Assert.Equal(LoadStatus.Succeeded, load.Status);
        Assert.Equal((3, 3, 0, 0, 3), (load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected, load.ValuesChanged));
        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 4)), (load.FirstDay, load.LastDay));
        Assert.Equal(3, await ValueAsync("S", "I", "2026-01-01"));
        Assert.Equal(0, await ValueAsync("S", "I", "2026-01-02"));
        Assert.True(float.IsNaN(await ValueAsync("S", "I", "2026-01-03")));
        Assert.Equal(5, await ValueAsync("S", "I", "2026-01-04"));
    }

    [Fact]
    public async Task StoredRecord_SaysWhatTheReturnedOneSays()
    {
        var load = await LoadAsync(Small, Request with { BytesTotal = Encoding.UTF8.GetByteCount(Small) });

        await using var db = NewContext();
        var stored = await db.Loads.SingleAsync(l => l.Id == load.Id, Stop);
        Assert.Equivalent(load, stored);
        Assert.Equal(Encoding.UTF8.GetByteCount(Small), stored.BytesRead);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Small))), stored.Digest);
    }

    [Fact]
    public async Task ColumnsInAnyOrder_WithSemicolonsAndAByteOrderMark_AreTaken()
    {
        await LoadAsync("\uFEFFQuantity;Item;price;STORE;Date;note\r\n7;I;1.25;S;2026-01-01;x\r\n");

        Assert.Equal(7, await ValueAsync("S", "I", "2026-01-01"));
        Assert.Equal(1.25f, await ValueAsync("S", "I", "2026-01-01", "price"));
    }

    [Fact]
    public async Task UnknownColumns_AreIgnoredAndNamed() =>
        Assert.Contains(
            "department, state", (await LoadAsync("date,store,item,quantity,department,state\n2026-01-01,S,I,3,D,CA\n")).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task QuotedCodes_MayHoldTheSeparatorAndQuotes()
    {
        await LoadAsync("date,store,item,quantity\n2026-01-01,\"S, north\",\"6\"\" nail\",3\n");

        Assert.Equal(3, await ValueAsync("S, north", "6\" nail", "2026-01-01"));
    }

    [Fact]
    public async Task UnicodeCodes_AreKept()
    {
        await LoadAsync("date,store,item,quantity\n2026-01-01,Größe,冷凍,3\n");

        Assert.Equal(3, await ValueAsync("Größe", "冷凍", "2026-01-01"));
    }

    [Fact]
    public async Task PackedFile_IsTakenWhateverItsName()
    {
        var load = await LoadAsync(Packed(Small));

        Assert.Equal((LoadStatus.Succeeded, 3L), (load.Status, load.RowsAccepted));
    }

    [Fact]
    public async Task OptionalColumns_AreStored()
    {
        await LoadAsync(
            "date,store,item,quantity,price,promotion,open,stocked_out\n2026-01-01,S,I,3,1.99,1,1,0\n2026-01-02,S,I,0,,0,0,1\n");

        Assert.Equal(1.99f, await ValueAsync("S", "I", "2026-01-01", "price"));
        Assert.Equal(1, await ValueAsync("S", "I", "2026-01-01", "promotion"));
        Assert.Equal(0, await ValueAsync("S", "I", "2026-01-02", "promotion"));
        Assert.Equal(1, await ValueAsync("S", "I", "2026-01-02", "stocked_out"));
        Assert.True(float.IsNaN(await ValueAsync("S", "I", "2026-01-02", "price")));
        Assert.Equal("1 0 NaN", await ScalarAsync("SELECT concat_ws(' ', open[1], open[2], open[3]) FROM store_year"));
    }

    [Fact]
    public async Task ColumnsThatAFileLacks_StayNull() // A year of which nothing is known costs nothing.
    {
        await LoadAsync(Small);

        Assert.Equal(true, await ScalarAsync(
            "SELECT promotion IS NULL AND price IS NULL AND stocked_out IS NULL AND array_length(quantity, 1) = 365 FROM series_year"));
    }

    [Fact]
    public async Task LeapYear_Has366Days()
    {
        await LoadAsync("date,store,item,quantity\n2024-02-29,S,I,4\n2024-12-31,S,I,6\n2025-01-01,S,I,7\n");

        Assert.Equal(4, await ValueAsync("S", "I", "2024-02-29"));
        Assert.Equal(6, await ValueAsync("S", "I", "2024-12-31"));
        Assert.Equal(7, await ValueAsync("S", "I", "2025-01-01"));
        Assert.Equal("366 365", await ScalarAsync(
            "SELECT string_agg(array_length(quantity, 1)::text, ' ' ORDER BY year) FROM series_year"));
    }

    [Fact]
    public async Task SameFileTwice_ChangesNothing()
    {
        await LoadAsync(Small);
        string before = await HistoryAsync();
        var again = await LoadAsync(Small);

        Assert.Equal((3, 0), (again.RowsAccepted, again.ValuesChanged));
        Assert.Equal(before, await HistoryAsync());
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM sales_change"));
    }

    [Fact]
    public async Task CorrectedFile_CorrectsAndSaysWhichDays()
    {
        await LoadAsync(Small);
        var corrected = await LoadAsync("date,store,item,quantity\n2026-01-01,S,I,3\n2026-01-02,S,I,1\n2026-01-03,S,I,2\n");

        Assert.Equal(2, corrected.ValuesChanged);
        Assert.Equal(1, await ValueAsync("S", "I", "2026-01-02"));
        Assert.Equal(5, await ValueAsync("S", "I", "2026-01-04"));
        await using var db = NewContext();
        var change = await db.SalesChanges.SingleAsync(c => c.LoadId == corrected.Id, Stop);
        Assert.Equal((new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3)), (change.FirstDay, change.LastDay));
    }

    [Fact]
    public async Task Changes_AreNotedPerStore()
    {
        var load = await LoadAsync("date,store,item,quantity\n2025-12-31,A,I,3\n2026-01-02,B,I,0\n2026-01-04,B,J,5\n");

        await using var db = NewContext();
        var changes = await (from change in db.SalesChanges
                             join store in db.Stores on change.StoreId equals store.Id
                             where change.LoadId == load.Id
                             orderby store.Code
                             select new { store.Code, change.FirstDay, change.LastDay }).ToListAsync(Stop);
        Assert.Equal([("A", new(2025, 12, 31), new(2025, 12, 31)), ("B", new(2026, 1, 2), new DateOnly(2026, 1, 4))],
            changes.Select(c => (c.Code, c.FirstDay, c.LastDay)));
    }

    [Fact]
    public async Task NothingSold_FillsFromTheSeriesFirstSaleToTheStoresLast()
    {
        // The store's file reaches 5 January; item J was first sold on the 3rd.
        await LoadAsync(
            "date,store,item,quantity\n2026-01-01,S,I,3\n2026-01-03,S,J,2\n2026-01-05,S,I,1\n",
            Request with { MissingDays = MissingDays.NothingSold });

        Assert.Equal("3 0 0 0 1", await QuantitiesAsync("I", 5));
        Assert.Equal("NaN NaN 2 0 0", await QuantitiesAsync("J", 5));
        Assert.True(float.IsNaN(await ValueAsync("S", "J", "2026-01-06")));
    }

    [Fact]
    public async Task NothingSold_AcrossAYearWithoutARow_FillsIt()
    {
        await LoadAsync(
            "date,store,item,quantity\n2023-12-30,S,I,3\n2025-01-02,S,I,1\n", Request with { MissingDays = MissingDays.NothingSold });

        Assert.Equal(0, await ValueAsync("S", "I", "2023-12-31"));
        Assert.Equal(0, await ValueAsync("S", "I", "2024-07-01"));
        Assert.Equal(0, await ValueAsync("S", "I", "2025-01-01"));
    }

    [Fact]
    public async Task NothingSold_LoadedTwice_ChangesNothing()
    {
        const string file = "date,store,item,quantity\n2026-01-01,S,I,3\n2026-01-03,S,J,2\n2026-01-05,S,I,1\n";
        await LoadAsync(file, Request with { MissingDays = MissingDays.NothingSold });

        Assert.Equal(0, (await LoadAsync(file, Request with { MissingDays = MissingDays.NothingSold })).ValuesChanged);
    }

    [Fact]
    public async Task NothingSold_OfANextFile_BeginsWithThatFile()
    {
        await LoadAsync("date,store,item,quantity\n2026-01-01,S,J,3\n", Request with { MissingDays = MissingDays.NothingSold });
        await LoadAsync(
            "date,store,item,quantity\n2026-01-03,S,I,1\n2026-01-05,S,J,2\n", Request with { MissingDays = MissingDays.NothingSold });

        Assert.Equal("3 NaN 0 0 2", await QuantitiesAsync("J", 5));
    }

    [Fact]
    public async Task PlansAhead_AreTakenWithoutAQuantity()
    {
        var load = await LoadAsync("date,store,item,quantity,promotion,price,open\n2026-06-10,S,I,5,0,2,1\n2026-06-20,S,I,,1,1.5,0\n");

        Assert.Equal(2, load.RowsAccepted);
        Assert.True(float.IsNaN(await ValueAsync("S", "I", "2026-06-20")));
        Assert.Equal(1, await ValueAsync("S", "I", "2026-06-20", "promotion"));
        Assert.Equal(1.5f, await ValueAsync("S", "I", "2026-06-20", "price"));
    }

    [Fact]
    public async Task PlansOfNextYearOnly_MakeAYearWithoutSales()
    {
        await LoadAsync("date,store,item,quantity,promotion\n2027-01-04,S,I,,1\n");

        Assert.Equal(1, await ValueAsync("S", "I", "2027-01-04", "promotion"));
        Assert.Equal(true, await ScalarAsync("SELECT 'NaN' = ALL (quantity) FROM series_year"));
    }

    /// <summary>Spilled many times, with one row too many, and one that just fits.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(8_001)]
    [InlineData(16_001)]
    [InlineData(16_002)]
    public async Task LoadAsLargeAsItsMemoryOrLarger_StoresTheSameAsInOneGo(int rowsInMemory)
    {
        // Day by day over 40 series and 3 years, with two days that come back far from their first rows.
        var text = new StringBuilder("date,store,item,quantity,price\n");
        for (int day = 0; day < 400; day++)
        {
            var date = new DateOnly(2023, 6, 1).AddDays(2 * day);
            for (int series = 0; series < 40; series++)
                text.Append(CultureInfo.InvariantCulture,
                    $"{date:yyyy-MM-dd},S{series % 4},I{series},{(day * 7 + series) % 13},{1 + series % 3}\n");
        }

        text.Append("2023-06-01,S0,I0,0,1\n2023-06-03,S0,I0,99,1\n");
        var whole = await LoadAsync(text.ToString());
        string inOneGo = await HistoryAsync();

        await ExecuteAsOwnerAsync("TRUNCATE series_year, store_year, sales_change");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var spilled = await new FileImport(Source, Time) { RowsInMemory = rowsInMemory }.RunAsync(stream, Request, progress: null, Stop);

        Assert.Equal(inOneGo, await HistoryAsync());
        Assert.Equal((16_002, 16_002, 0, 0), (spilled.RowsRead, spilled.RowsAccepted, spilled.RowsDuplicate, spilled.RowsRejected));
        Assert.Equal((whole.RowsAccepted, whole.RowsDuplicate), (spilled.RowsAccepted, spilled.RowsDuplicate));
        Assert.Equal(7 + 99, await ValueAsync("S0", "I0", "2023-06-03")); // Two days that come back, one of them otherwise: parts of a day.
    }

    private async Task<string> QuantitiesAsync(string item, int days)
    {
        var quantities = new float[days];
        for (int day = 0; day < days; day++)
            quantities[day] = await ValueAsync(
                "S", item, new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return string.Join(' ', quantities.Select(q => q.ToString(CultureInfo.InvariantCulture)));
    }
}

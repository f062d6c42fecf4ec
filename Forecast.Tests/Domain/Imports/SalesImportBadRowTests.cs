using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Tests.Support;

namespace Forecast.Tests.Domain.Imports;

/// <summary>Rows that cannot be taken: each is kept with its line, column and reason, and the good ones are stored.</summary>
public class SalesImportBadRowTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private const string Header = "date,store,item,quantity";

    [Theory]
    [InlineData("2026-02-30,S,I,3", "date", "no such day")]
    [InlineData("2025-02-29,S,I,3", "date", "no such day")]
    [InlineData("2026-13-01,S,I,3", "date", "no such day")]
    [InlineData("0000-01-01,S,I,3", "date", "no such day")]
    [InlineData("1989-12-31,S,I,3", "date", "before 1990")]
    [InlineData("2026-06-11,S,I,3", "date", "future (today is 2026-06-10")]
    [InlineData("2126-06-11,S,I,3", "date", "future")]
    [InlineData("1.Fob.2026,S,I,3", "date", "year-month-day")]
    [InlineData("2026-01-01 soon,S,I,3", "date", "year-month-day")]
    [InlineData(",S,I,3", "date", "date is empty")]
    [InlineData("2026-01-01,,I,3", "store", "store is empty")]
    [InlineData("2026-01-01,S,,3", "item", "item is empty")]
    [InlineData("2026-01-01,S,I,-1", "quantity", "negative")]
    [InlineData("2026-01-01,S,I,1000001", "quantity", "larger than 1,000,000")]
    [InlineData("2026-01-01,S,I,1e300", "quantity", "larger than 1,000,000")]
    [InlineData("2026-01-01,S,I,1.5", "quantity", "not a whole number")]
    [InlineData("2026-01-01,S,I,NaN", "quantity", "not a")]
    [InlineData("2026-01-01,S,I,inf", "quantity", "not a")]
    [InlineData("2026-01-01,S,I,Infinity", "quantity", "not a")]
    [InlineData("2026-01-01,S,I,1e999", "quantity", "not a finite")]
    [InlineData("2026-01-01,S,I,three", "quantity", "not a number")]
    [InlineData("2026-01-01,S,I,\"1,5\"", "quantity", "not a whole number")]
    [InlineData("2026-01-01,S,I,1.2.3", "quantity", "not a number")]
    [InlineData("2026-01-01,S,I,0x10", "quantity", "not a number")]
    [InlineData("2026-01-01,S,I", "", "3 columns, the header has 4")]
    [InlineData("2026-01-01,S,I,3,4", "", "5 columns, the header has 4")]
    [InlineData("2026-01-01,\"S,I,3", "", "quote is opened and not closed")]
    [InlineData("2026-01-01,\"S\"x,I,3", "", "behind a closing quote")]
    [InlineData("2026-01-01,S\"x,I,3", "", "quote inside an unquoted text")]
    [InlineData("2026-01-01,S\t1,I,3", "store", "control characters")]
    public async Task Row_IsKeptWithItsReason(string row, string column, string words)
    {
        var rejected = await RejectedAsync(Header, row);

        Assert.Equal((2L, column, row), (rejected.Line, rejected.ColumnName, rejected.Text));
        Assert.Contains(words, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync(
            "SELECT (SELECT count(*) FROM store) + (SELECT count(*) FROM item) + (SELECT count(*) FROM series_year)"));
    }

    [Theory]
    [InlineData("price", "-1", "between 0 and")]
    [InlineData("price", "cheap", "not a number")]
    [InlineData("promotion", "2", "neither 1 (yes) nor 0 (no)")]
    [InlineData("open", "maybe", "neither 1 (yes) nor 0 (no)")]
    [InlineData("stocked_out", "-", "neither 1 (yes) nor 0 (no)")]
    public async Task OptionalColumn_IsChecked(string column, string value, string words)
    {
        var rejected = await RejectedAsync($"{Header},{column}", $"2026-01-01,S,I,3,{value}");

        Assert.Equal(column, rejected.ColumnName);
        Assert.Contains(words, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoodRowsBesideBadOnes_AreStored()
    {
        var load = await LoadAsync(
            $"{Header}\n2026-01-01,S,I,3\n2026-02-30,S,I,4\n\n2026-01-02,S,I,5\n2026-01-03,\"S,I,6\n2026-01-04,S,I,7\n");

        Assert.Equal((5, 3, 2), (load.RowsRead, load.RowsAccepted, load.RowsRejected));
        Assert.Equal([3L, 6L], (await RejectedAsync(load)).Select(r => r.Line));
        Assert.Equal(7, await ValueAsync("S", "I", "2026-01-04"));
    }

    [Fact]
    public async Task Fractions_AreTakenWhereAskedFor()
    {
        var load = await LoadAsync(
            $"{Header}\n2026-01-01,S,I,1.5\n", Request with { Reading = new ReadingOptions { AcceptFractions = true } });

        Assert.Equal(1, load.RowsAccepted);
        Assert.Equal(1.5f, await ValueAsync("S", "I", "2026-01-01"));
    }

    [Fact]
    public async Task WholeNumbersWrittenWithDecimals_AreTaken()
    {
        await LoadAsync($"{Header}\n2026-01-01,S,I,12.0\n2026-01-02,S,I,+3\n");

        Assert.Equal((12f, 3f), (await ValueAsync("S", "I", "2026-01-01"), await ValueAsync("S", "I", "2026-01-02")));
    }

    [Fact]
    public async Task RepeatsThatAgree_CountOnce()
    {
        var load = await LoadAsync($"{Header}\n2026-01-01,S,I,3\n2026-01-01,S,I,3\n");

        Assert.Equal((2, 1, 1, 0, 1), (load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected, load.ValuesChanged));
        Assert.Contains("1 row that repeat", load.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsThatDiffer_AreLinesOfOneDay()
    {
        var load = await LoadAsync($"{Header}\n2026-01-01,S,I,3\n2026-01-01,S,I,4\n");

        Assert.Equal((2, 2, 0, 0), (load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected));
        Assert.Equal(7, await ValueAsync("S", "I", "2026-01-01"));
        Assert.Contains("1 more row for a day", load.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlipInAFileThatRepeatsItsDays_KeepsTheFirstAndRejectsTheLater()
    {
        var days = Enumerable.Range(1, 20).Select(day => $"2026-01-{day:00},S,I,{day % 5}").ToList();
        string again = string.Join('\n', days).Replace("2026-01-20,S,I,0", "2026-01-20,S,I,9", StringComparison.Ordinal);
        var load = await LoadAsync($"{Header}\n{string.Join('\n', days)}\n{again}\n");

        Assert.Equal((40, 20, 19, 1), (load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected));
        Assert.Equal(0, await ValueAsync("S", "I", "2026-01-20"));
        var rejected = Assert.Single(await RejectedAsync(load));
        Assert.Equal((41L, "quantity", "2026-01-20,S,I,9"), (rejected.Line, rejected.ColumnName, rejected.Text));
        Assert.Contains("Line 21 gives 0", rejected.Reason, StringComparison.Ordinal);
        Assert.Contains("this row gives 9", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OppositeOpeningDays_KeepTheFirst()
    {
        var load = await LoadAsync($"{Header},open\n2026-01-01,S,I,3,1\n2026-01-01,S,J,4,0\n");

        Assert.Equal("open", Assert.Single(await RejectedAsync(load)).ColumnName);
        Assert.Equal("1", await ScalarAsync("SELECT open[1]::text FROM store_year"));
    }

    [Fact]
    public async Task UnknownStoresAndItems_AreRejectedWhenAskedFor()
    {
        await LoadAsync($"{Header}\n2026-01-01,S,I,3\n");
        var load = await LoadAsync(
            $"{Header}\n2026-01-02,S,J,3\n2026-01-02,T,I,3\n2026-01-02,S,I,4\n", Request with { UnknownKeys = UnknownKeys.Reject });

        Assert.Equal((1, 2), (load.RowsAccepted, load.RowsRejected));
        Assert.Equal([("item", true), ("store", true)],
            (await RejectedAsync(load)).Select(r => (r.ColumnName, r.Reason.Contains("is unknown", StringComparison.Ordinal))));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM series"));
    }

    [Fact]
    public async Task TextThatIsNotUtf8_IsRejectedAndKeptReadable()
    {
        var load = await LoadAsync(
            [.. Encoding.UTF8.GetBytes($"{Header}\n2026-01-01,S,Tür,3\n"), .. Encoding.Latin1.GetBytes("2026-01-01,S,Käse,3\n")]);

        var rejected = Assert.Single(await RejectedAsync(load));
        Assert.Equal(("item", "2026-01-01,S,K\uFFFDse,3"), (rejected.ColumnName, rejected.Text));
        Assert.Contains("not UTF-8", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(1, load.RowsAccepted);
    }

    [Fact]
    public async Task NulBytes_AreRejectedAndKeptWithoutThem() =>
        Assert.Equal("2026-01-01,S\uFFFD,I,3", (await RejectedAsync(Header, "2026-01-01,S\0,I,3")).Text);

    [Fact]
    public async Task LongRow_IsKeptCut()
    {
        var rejected = await RejectedAsync(Header, $"2026-01-01,{new string('x', 5_000)},I,3");

        Assert.Equal(1_000, rejected.Text.Length);
        Assert.Contains("longer than 200", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlanTooFarAhead_IsRejected() =>
        Assert.Contains(
            "more than 400 days ahead", (await RejectedAsync($"{Header},promotion", "2028-01-01,S,I,,1")).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task FutureIsTheRegionsOwn()
    {
        // At noon UTC of 10 June it is already 11 June in Auckland's time zone plus twelve hours.
        await ExecuteAsync("UPDATE region SET time_zone = 'Pacific/Auckland'");
        Assert.Equal(1, (await LoadAsync($"{Header}\n2026-06-11,S,I,3\n")).RowsAccepted);
    }

    [Fact]
    public async Task BadRowsByTheThousand_AreKeptUpToALimit_AndCountedByReason()
    {
        var text = new StringBuilder(Header).Append('\n');
        for (int i = 0; i < 12_345; i++)
            text.Append("2026-02-30,S,I,1\n");
        var load = await LoadAsync(text.ToString());

        Assert.Equal(12_345, load.RowsRejected);
        Assert.Equal(10_000L, await ScalarAsync("SELECT count(DISTINCT line) FROM rejected_row"));
        Assert.Equal("date 12345", await ScalarAsync("SELECT concat_ws(' ', column_name, rows) FROM rejected_reason"));
        Assert.Contains("No row could be taken. Line 2: There is no such day", load.Message, StringComparison.Ordinal);
    }
}

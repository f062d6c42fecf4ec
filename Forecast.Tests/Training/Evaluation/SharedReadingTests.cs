using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Tests.Support;

namespace Forecast.Tests.Training.Evaluation;

/// <summary>Every file means the same to the import and to the backtest; awkward exports of planners and their right values.</summary>
public class SharedReadingTests(EmbeddedServers servers) : BothReadings(servers)
{
    public static TheoryData<string, string> Dates => new()
    {
        { "01.05.2026", "13.05.2026" }, { "1/5/2026", "13/5/2026" }, { "05/01/2026", "05/13/2026" }, { "2026/5/1", "2026/5/13" },
        { "20260501", "20260513" }, { "2026-05-01 00:00:00", "2026-05-13 00:00:00" }, { "2026-05-01T00:00:00.000", "2026-05-13T00:00:00" },
        { "5/1/2026 12:00:00 AM", "5/13/2026 12:00:00 AM" }, { "01.05.26", "13.05.26" }, { "46143", "46155" }, { "46143.0", "46155.0" },
    };

    [Theory, MemberData(nameof(Dates))]
    public async Task Dates_AreReadInOneWayForTheWholeFile(string first, string second)
    {
        string file = $"{Header}\n{first},S,I,3\n{second},S,I,4\n";

        await AssertBothAsync(file, new(), ("2026-05-01", 3), ("2026-05-13", 4));
    }

    [Theory]
    [InlineData("day-first", "2026-02-01")]
    [InlineData("month-first", "2026-01-02")]
    public async Task DatesThatFitBothWays_AreAskedAbout_AndTakenAsSaid(string word, string day)
    {
        string file = $"{Header}\n01/02/2026,S,I,3\n02/02/2026,S,I,4\n";

        await AssertRefusedAsync(file, new(), "\"01/02/2026\" in line 2", "--dates day-first or --dates month-first");
        await AssertBothAsync(file, new ReadingOptions().With("dates", word)!, (day, 3), ("2026-02-02", 4));
    }

    [Fact]
    public async Task DatesThatASpreadsheetHasTurnedRound_AreRefused() =>
        await AssertRefusedAsync(
            $"{Header}\n31/01/2026,S,I,3\n01/31/2026,S,I,4\n", new(), "day first (\"31/01/2026\" in line 2)", "month first");

    [Theory]
    [InlineData("950", "1.000", 950, 1000)]
    [InlineData("950", "1,131", 950, 1131)]
    [InlineData("0,5", "1.000", 0.5, 1000)]
    [InlineData("1.5", "1,131", 1.5, 1131)]
    [InlineData("1.5", "1.131", 1.5, 1.131)]
    [InlineData("12", "1.234.567", 12, double.NaN)]
    [InlineData("1.234,50", "3", 1234.5, 3)]
    [InlineData("1\u00A0131", "3", 1131, 3)]
    [InlineData("1\u202F131,5", "3", 1131.5, 3)]
    [InlineData("1\u2009131", "3", 1131, 3)]
    [InlineData("1'131", "3", 1131, 3)]
    [InlineData("0.250", "1.131", 0.25, 1.131)]
    public async Task Numbers_AreReadInOneWayForTheWholeFile(string first, string second, double one, double two)
    {
        var options = new ReadingOptions { AcceptFractions = true };
        string file = $"{Header}\n2026-05-01,S,I,\"{first}\"\n2026-05-02,S,I,\"{second}\"\n";

        if (double.IsNaN(two))
            await AssertBothAsync(file, options, ("2026-05-01", (float)one)); // 1,234,567 is more than is sold of one item a day.
        else
            await AssertBothAsync(file, options, ("2026-05-01", (float)one), ("2026-05-02", (float)two));
    }

    [Theory]
    [InlineData("1.131", "2.450", "--numbers comma if it is 1131")]
    [InlineData("1,131", "2,450", "--numbers point if it is 1131")]
    [InlineData("1,131", "1.131", "can be 1131 or 1.131")]
    [InlineData("1.000", "1200", "can be 1000 or 1.000")]
    [InlineData("1.5", "1,5", "a decimal comma")]
    public async Task NumbersThatNothingExplains_RefuseTheFile(string first, string second, string words) =>
        await AssertRefusedAsync(
            $"{Header}\n2026-05-01,S,I,\"{first}\"\n2026-05-02,S,I,\"{second}\"\n", new ReadingOptions { AcceptFractions = true }, words);

    [Fact]
    public async Task PricesWithAPoint_DoNotExplainThousandsInQuantities() =>
        await AssertRefusedAsync(
            "date;store;item;quantity;price\n2026-05-01;S;I;950;2.49\n2026-05-02;S;I;1.000;2.49\n", new(), "\"1.000\" in line 3");

    [Fact]
    public async Task NumbersAsSaid_AreTaken() =>
        await AssertBothAsync(
            $"{Header}\n2026-05-01,S,I,1.131\n", new ReadingOptions { Numbers = NumberStyle.Comma }, ("2026-05-01", 1131));

    [Fact]
    public async Task LaterRow_ChangesTheReadingOfAllEarlierOnes()
    {
        var text = new StringBuilder("date;store;item;quantity\n");
        for (int day = 0; day < 300; day++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2025, 6, 1).AddDays(day):yyyy-MM-dd};S;I;{100 + day % 7}\n");
        text.Append("2026-05-01;S;I;1.000\n");

        await AssertBothAsync(text.ToString(), new(), ("2025-06-01", 100), ("2026-05-01", 1000));
    }

    [Theory]
    [InlineData("Datum;Filiale;Artikel;Menge")]
    [InlineData("Fecha;Tienda;Artículo;Cantidad")]
    [InlineData("Data;Negozio;Articolo;Quantità")]
    [InlineData("Date;Magasin;Produit;Quantité")]
    [InlineData("Day;Store ID;SKU;Units Sold")]
    [InlineData("sep=;\nBELEGDATUM;Filial-Nr.;Artikelnummer;Stück")]
    public async Task Columns_AreFoundUnderTheirNamesInSeveralLanguages(string header) =>
        await AssertBothAsync($"{header}\n2026-05-01;S;I;3\n", new(), ("2026-05-01", 3));

    [Fact]
    public async Task ColumnsOfOtherNames_AreTakenAsSaid_AndSeveralCandidatesAreAskedAbout()
    {
        const string file = "date,store,item,units,sold\n2026-05-01,S,I,3,4\n";

        await AssertRefusedAsync(file, new(), "Several columns could be the quantity: \"units\", \"sold\"");
        await AssertBothAsync(file, new ReadingOptions().WithColumns("quantity=sold")!, ("2026-05-01", 4));
    }

    [Fact]
    public async Task OlderWesternText_IsRead()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Datum;Filiale;Artikel;Stück\n2026-05-01;Köln;Käse;3\n");
        var load = await LoadAsync(bytes);

        Assert.Contains("Windows-1252", load.Message, StringComparison.Ordinal);
        Assert.Equal(3, await ValueAsync("Köln", "Käse", "2026-05-01"));
        Assert.Equal(["Käse"], (await ReadAsync(bytes, new())).Items);
    }

    [Fact]
    public async Task UnicodeTextOfASpreadsheet_IsRead()
    {
        const string text = "date\tstore\titem\tquantity\n01.05.2026\tS\tKäse\t3\n";
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        await LoadAsync(bytes);

        Assert.Equal(3, await ValueAsync("S", "Käse", "2026-05-01"));
        Assert.Equal(["Käse"], (await ReadAsync(bytes, new())).Items);
    }

    [Fact]
    public async Task Workbook_IsReadLikeAnyOtherFile()
    {
        byte[] bytes = Workbook(
            ("Notes", [new() { ["Text"] = "nothing here" }]),
            ("Sales", [
                new() { ["Datum"] = new DateTime(2026, 5, 1), ["Filiale"] = "S", ["Artikel"] = "007", ["Menge"] = 1.131 },
                new() { ["Datum"] = new DateTime(2026, 5, 2), ["Filiale"] = "S", ["Artikel"] = "007", ["Menge"] = 1131 },
                new() { ["Datum"] = null, ["Filiale"] = "S", ["Artikel"] = "line\n\"two\"", ["Menge"] = 3 },
            ]));
        var options = new ReadingOptions { Sheet = "sales", AcceptFractions = true };
        var load = await LoadAsync(bytes, Request with { Reading = options });
        var sales = await ReadAsync(bytes, options);

        Assert.True(load.Status == LoadStatus.Succeeded, load.Message);
        Assert.Equal((3, 2, 1), (load.RowsRead, load.RowsAccepted, load.RowsRejected));
        Assert.Equal(4, Assert.Single(await RejectedAsync(load)).Line);
        Assert.Equal(1.131f, await ValueAsync("S", "007", "2026-05-01"));
        Assert.Equal([1.131f, 1131f], sales.Quantity);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), load.Digest);
        var first = await LoadAsync(bytes);
        Assert.Contains("The header lacks \"date\"", first.Message, StringComparison.Ordinal);
        var none = await LoadAsync(bytes, Request with { Reading = new ReadingOptions { Sheet = "2025" } });
        Assert.Contains("has no sheet \"2025\". It has Notes, Sales.", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkbookWithTextsAndDayNumbers_IsReadByItsRows()
    {
        byte[] bytes = Workbook(("Sheet1", [
            new() { ["Tag"] = 46143, ["Filiale"] = "S", ["Artikel"] = "I", ["Menge"] = "950" },
            new() { ["Tag"] = 46144, ["Filiale"] = "S", ["Artikel"] = "I", ["Menge"] = "1.000" },
        ]));
        var load = await LoadAsync(bytes);

        Assert.True(load.Status == LoadStatus.Succeeded, load.Message);
        Assert.Equal((950f, 1000f), (await ValueAsync("S", "I", "2026-05-01"), await ValueAsync("S", "I", "2026-05-02")));
        var sales = await ReadAsync(bytes, new());
        Assert.Equal([950f, 1000f], sales.Quantity);
    }

    [Fact]
    public async Task InstantsWithAZone_HaveTheirDayOnTheClockOfTheStore()
    {
        const string file = $"{Header}\n2026-05-01T23:30:00Z,S,I,3\n2026-05-03T01:00:00+05:00,S,I,4\n";
        await ExecuteAsync("UPDATE region SET time_zone = 'Europe/Berlin'");

        await AssertBothAsync(file, new ReadingOptions { TimeZone = "Europe/Berlin" }, ("2026-05-02", 3 + 4));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Encoding.UTF8.GetBytes(file), new()));
        Assert.Contains("--time-zone", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InstantsWithAZone_OfANewRegionWithoutOne_AreRefused_AndNoRegionIsLeft()
    {
        var load = await LoadAsync($"{Header}\n2026-05-01T23:30:00Z,S,I,3\n", Request with { RegionCode = "NEW" });

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Contains("--time-zone", load.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM region"));
    }

    [Fact]
    public async Task LinesOfSingleUnits_AddUp()
    {
        // 60 days of 5 to 23 lines, each of one unit.
        var text = new StringBuilder(Header + "\n");
        for (int day = 0; day < 60; day++)
            text.Insert(text.Length, $"{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd},S,I,1\n", 5 + day * 7 % 19);

        await AssertBothAsync(text.ToString(), new(), ("2026-01-01", 5), ("2026-01-02", 12));
    }

    [Fact]
    public async Task LinesOfTickets_AddUp_EvenWhereTheyAreAlike()
    {
        var text = new StringBuilder("date,ticket,store,item,quantity\n");
        for (int ticket = 0; ticket < 200; ticket++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2026, 1, 1).AddDays(ticket / 10):yyyy-MM-dd},{ticket},S,I,2\n");

        await AssertBothAsync(text.ToString(), new(), ("2026-01-01", 20), ("2026-01-20", 20));
    }

    [Fact]
    public async Task FileThatIsAppendedToItself_CountsOnce()
    {
        var rows = Enumerable.Range(0, 200).Select(i =>
            $"{new DateOnly(2026, 1, 1).AddDays(i / 2):yyyy-MM-dd},S,{(i % 2 == 0 ? "I" : "J")},{i * 7 % 11}\n").ToList();
        string file = $"{Header}\n{string.Concat(rows)}{string.Concat(rows)}";
        var load = await LoadAsync(file);
        var sales = await ReadAsync(Encoding.UTF8.GetBytes(file), new());

        Assert.Equal((400, 200, 200, 0), (load.RowsRead, load.RowsAccepted, load.RowsDuplicate, load.RowsRejected));
        Assert.Equal((400L, 200L), (sales.Rows, sales.Repeats));
        Assert.Equal(3, await ValueAsync("S", "I", "2026-01-02"));
        Assert.Equal(3, sales.Quantity[1]);
    }

    [Fact]
    public async Task SeveralRowsForADay_AreTakenAsSaid()
    {
        const string file = $"{Header}\n2026-05-01,S,I,3\n2026-05-01,S,I,3\n2026-05-01,S,I,5\n";

        await AssertBothAsync(file, new ReadingOptions { Repeats = RepeatedRows.Sum }, ("2026-05-01", 11));
        await AssertBothAsync(file, new ReadingOptions { Repeats = RepeatedRows.Last }, ("2026-05-01", 5));
        await AssertRefusedAsync(file, new ReadingOptions { Repeats = RepeatedRows.Refuse }, "Lines 2 and 3 give the same day");
    }

    [Fact]
    public async Task Returns_AreRejected_OrSubtractedAsSaid()
    {
        const string file = $"{Header}\n2026-05-01,S,I,3\n2026-05-01,S,I,-1\n2026-05-02,S,I,2-\n2026-05-03,S,I,4\n";

        await AssertBothAsync(file, new ReadingOptions(), ("2026-05-01", 3), ("2026-05-02", float.NaN), ("2026-05-03", 4));
        await AssertBothAsync(
            file, new ReadingOptions { SubtractReturns = true }, ("2026-05-01", 2), ("2026-05-02", 0), ("2026-05-03", 4));
    }

    [Theory]
    [InlineData(7, "seven days apart")]
    [InlineData(30, "a month apart")]
    public async Task TotalsOfWeeksAndMonths_AreRefused_UnlessInsistedOn(int step, string words)
    {
        var text = new StringBuilder(Header + "\n");
        for (int i = 0; i < 12; i++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2025, 5, 1).AddDays(i * step):yyyy-MM-dd},S,I,{700 + i}\n");

        await AssertRefusedAsync(text.ToString(), new(), words, "--grain daily");
        await AssertBothAsync(text.ToString(), new ReadingOptions { InsistOnDays = true }, ("2025-05-01", 700));
    }

    [Fact]
    public async Task FileWithoutAZero_ProposesWhatMissingDaysMean()
    {
        var sparse = new StringBuilder(Header + "\n");
        var noSundays = new StringBuilder(Header + "\n");
        for (int day = 0; day < 200; day++)
        {
            var date = new DateOnly(2025, 5, 1).AddDays(day);
            if (day * 7919 % 10 < 3)
                sparse.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},S,I,1\n");
            if (date.DayOfWeek != DayOfWeek.Sunday)
                noSundays.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},S,I,9\n");
        }

        Assert.Contains("--missing nothing-sold", (await LoadAsync(sparse.ToString())).Message, StringComparison.Ordinal);
        Assert.Contains((await ReadAsync(Encoding.UTF8.GetBytes(sparse.ToString()), new())).Remarks,
            remark => remark.Contains("--missing nothing-sold", StringComparison.Ordinal));
        Assert.DoesNotContain("--missing", (await LoadAsync(noSundays.ToString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodesThatDifferInBlanksOrForm_AreOne_AndLookalikesAreNamed()
    {
        const string file = $"{Header}\n2026-05-01,F1,TEA,1\n2026-05-02,F1\u00A0,\u00A0TEA,2\n2026-05-01,F1,Cafe\u0301,3\n"
            + "2026-05-02,F1,Café,4\n2026-05-02,F1,Tea,5\n2026-05-01,f1,TЕA,6\n"; // The last E is Cyrillic.
        var load = await LoadAsync(file);
        var sales = await ReadAsync(Encoding.UTF8.GetBytes(file), new());

        Assert.Equal((1f, 2f), (await ValueAsync("F1", "TEA", "2026-05-01"), await ValueAsync("F1", "TEA", "2026-05-02")));
        Assert.Equal((3f, 4f), (await ValueAsync("F1", "Café", "2026-05-01"), await ValueAsync("F1", "Café", "2026-05-02")));
        Assert.Equal(["TEA", "Café", "Tea", "TЕA"], sales.Items);
        Assert.Contains("\"TEA\" and \"Tea\" and \"TЕA\"", load.Message, StringComparison.Ordinal);
        Assert.Contains("\"F1\" and \"f1\"", load.Message, StringComparison.Ordinal);
        Assert.Contains(sales.Remarks, remark => remark.Contains("\"TEA\" and \"Tea\"", StringComparison.Ordinal));
    }
}

using System.Globalization;
using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Tests.Support;

namespace Forecast.Tests.Training.Evaluation;

/// <summary>More of the ways in which systems write their exports, through import and backtest alike.</summary>
public class ExportVariantTests(EmbeddedServers servers) : BothReadings(servers)
{
    [Theory]
    [InlineData("1.5.26", "13.5.26")]
    [InlineData("01/05/2026 00:00:00", "13/05/2026 00:00:00")]
    [InlineData("01-05-2026", "13-05-2026")]
    [InlineData("01.05.2026 14:30", "13.05.2026 09:05")]
    [InlineData("2026.05.01", "2026.05.13")]
    [InlineData("1-May-2026", "13-May-2026")]
    [InlineData("01-MAY-26", "13-MAY-26")]
    [InlineData("May 1, 2026", "May 13, 2026")]
    [InlineData("Friday, 1 May 2026", "Wednesday, 13 May 2026")]
    [InlineData("1. Mai 2026", "13. Mai 2026")]
    [InlineData("1 de mayo de 2026", "13 de mayo de 2026")]
    [InlineData("1 maja 2026", "13 maja 2026")]
    [InlineData("1 mai 2026 00:00", "13 mai 2026 00:00")]
    [InlineData("Fr 01.05.2026", "Mi 13.05.2026")]
    public async Task Dates_AreRead(string first, string second) =>
        await AssertBothAsync($"{Header}\n\"{first}\",S,I,3\n\"{second}\",S,I,4\n", new(), ("2026-05-01", 3), ("2026-05-13", 4));

    [Theory]
    [InlineData("2026-05-01T00:00:00+02:00")]
    [InlineData("2026-05-01 10:15:00 +0200")]
    [InlineData("2026-05-01T00:00:00.000Z")]
    public async Task DatesWithAZone_AskForTheClock_InTheSameWords(string date)
    {
        string file = $"{Header}\n{date},S,I,3\n";
        var load = await LoadAsync(file, Request with { RegionCode = "NEW" });
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Encoding.UTF8.GetBytes(file), new()));

        Assert.Equal((LoadStatus.Failed, refused.Message), (load.Status, load.Message));
        Assert.Contains("--time-zone", load.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1777593600")] // Seconds since 1970.
    [InlineData("2026-W18")]
    [InlineData("Q2 2026")]
    [InlineData("Smarch 1, 2026")]
    public async Task DatesThatAreNone_EndWithTheReason(string date)
    {
        var load = await LoadAsync($"{Header}\n\"{date}\",S,I,3\n");

        Assert.Equal((0L, 1L), (load.RowsAccepted, load.RowsRejected));
        Assert.Contains("No row could be taken. Line 2: The date is not written as", load.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 234,50", "980,00", 1234.5, 980)]
    [InlineData("1,131.00", "12.00", 1131, 12)]
    [InlineData("1.2E+02", "13", 120, 13)]
    [InlineData("12,5", "3,25", 12.5, 3.25)]
    public async Task Numbers_AreRead(string first, string second, double one, double two) =>
        await AssertBothAsync(
            $"{Header}\n2026-05-01,S,I,\"{first}\"\n2026-05-02,S,I,\"{second}\"\n", new ReadingOptions { AcceptFractions = true },
            ("2026-05-01", (float)one), ("2026-05-02", (float)two));

    [Fact]
    public async Task NumbersInBrackets_AreReturns() =>
        await AssertBothAsync(
            $"{Header}\n2026-05-01,S,I,12\n2026-05-01,S,I,(3)\n", new ReadingOptions { SubtractReturns = true }, ("2026-05-01", 9));

    [Theory]
    [InlineData("12 Stk")]
    [InlineData("#N/A")]
    [InlineData("-")]
    [InlineData("NULL")]
    public async Task QuantitiesThatAreNone_AreRejectedWithTheReason(string quantity)
    {
        await AssertBothAsync($"{Header}\n2026-05-01,S,I,{quantity}\n2026-05-02,S,I,4\n", new(), ("2026-05-02", 4));
        var load = await LoadAsync($"{Header}\n2026-05-01,S,I,{quantity}\n");
        Assert.Contains("Line 2: The quantity is not a number.", load.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsWithoutAQuantity_AreCountedAndSaid_AndTheirPlansKept()
    {
        const string file = "date,store,item,quantity,promotion\n2026-06-08,S,I,4,0\n2026-06-09,S,I,,\n2026-06-12,S,I,,\n"
            + "2026-06-13,S,I,,1\n";
        var load = await LoadAsync(file);
        var sales = await ReadAsync(Encoding.UTF8.GetBytes(file), new());

        Assert.Equal((4, 2, 0), (load.RowsRead, load.RowsAccepted, load.RowsRejected));
        const string words = "2 rows have no quantity and say nothing else: not used.";
        Assert.Contains(words, load.Message, StringComparison.Ordinal);
        Assert.Contains(words, string.Join(' ', sales.Remarks), StringComparison.Ordinal);
        Assert.Equal(1, await ValueAsync("S", "I", "2026-06-13", "promotion"));
        Assert.Equal((4L, 0L), (sales.Rows, sales.Rejected));
    }

    [Fact]
    public async Task FileWithoutAnyQuantity_TakesNothing_AndSaysSo()
    {
        const string file = $"{Header}\n2026-05-01,S,I,\n";
        var load = await LoadAsync(file);
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Encoding.UTF8.GetBytes(file), new()));

        Assert.Equal((0L, 0L), (load.RowsAccepted, load.RowsRejected));
        Assert.Contains("No row could be taken. None has a quantity.", load.Message, StringComparison.Ordinal);
        Assert.Contains("No row could be taken. None has a quantity.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Verkaufsdatum;Filial-Nr.;Artikelnr.;Verkaufte Menge")]
    [InlineData("Datum;Markt-Nr;Artikel-Nr;Absatz (Stk)")]
    [InlineData("Kal.Tag;Werk;Material;Absatzmenge")]
    [InlineData("Tag;Filialnr;Materialnr;Menge (ST)")]
    [InlineData("Date de vente;Code magasin;Code article;Quantité vendue")]
    [InlineData("Jour;Point de vente;Référence;Qté")]
    [InlineData("Data vendita;Punto vendita;Codice prodotto;Quantità venduta")]
    [InlineData("Fecha de venta;Código tienda;Código artículo;Unidades vendidas")]
    [InlineData("Fecha;Tienda;Referencia;Cantidad vendida")]
    [InlineData("Datum;Winkelnummer;Artikelnummer;Aantal verkocht")]
    [InlineData("Verkoopdatum;Filiaalnummer;Artikelcode;Aantal")]
    [InlineData("Data sprzedaży;Numer sklepu;Kod produktu;Ilość")]
    [InlineData("Data;Sklep;Produkt;Sprzedaż (szt.)")]
    [InlineData("Data da venda;Loja;Código do produto;Quantidade vendida")]
    [InlineData("Datum;Butik;Artikelnummer;Antal sålda")]
    [InlineData("Business Date;Store Name;Product SKU;Quantity Sold")]
    [InlineData("Order Date;Store #;Item #;Qty Sold")]
    [InlineData("Calendar[Date];Stores[Store Code];Products[Product Code];[Sum of Units]")]
    [InlineData("Order Date;Point of Sale;Product/Internal Reference;Quantity")]
    [InlineData("Completed;Shop;Item;Quantity Sold")]
    public async Task Columns_AreFoundInSeveralLanguages(string header) =>
        await AssertBothAsync($"{header}\n2026-05-01;S;I;3\n", new(), ("2026-05-01", 3));

    [Theory]
    [InlineData("Store Code;Store Name;SKU;Product Name;Date;Units Sold;Net Sales", "S;Aurich;I;Milk;2026-05-01;3;9.50")]
    [InlineData("Date;Location;Location ID;Product;SKU;Qty;Sales", "2026-05-01;Aurich;S;Milk;I;3;9.50")]
    public async Task Codes_ComeBeforeNames_AndUnitsBeforeMoney(string header, string row) =>
        await AssertBothAsync($"{header}\n{row}\n", new(), ("2026-05-01", 3));

    [Theory]
    [InlineData("Sales report by day;;;\nPrinted 2026-06-01;;;\n\nDate;Store;Item;Quantity\n2026-05-01;S;I;3\nTotal;;;3\n")]
    [InlineData("Sales report\n\nDate,Store,Item,Quantity\n2026-05-01,S,I,3\n")]
    [InlineData("Umsatzstatistik, gedruckt am 1.6.2026\n\nDatum;Filiale;Artikel;Menge\n2026-05-01;S;I;3\n")]
    public async Task HeaderUnderTitles_IsFound_AndSaid(string file)
    {
        await AssertBothAsync(file, new(), ("2026-05-01", 3));
        var load = await LoadAsync(file);

        Assert.Contains("The header was found in line", load.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkbookWithTitles_IsRead()
    {
        byte[] bytes = Workbook(("Report", [
            new() { ["Sales report"] = null, ["B"] = null, ["C"] = null, ["D"] = null },
            new() { ["Sales report"] = "Date", ["B"] = "Store", ["C"] = "Item", ["D"] = "Quantity" },
            new() { ["Sales report"] = new DateTime(2026, 5, 1), ["B"] = "S", ["C"] = "I", ["D"] = 3 },
        ]));
        var load = await LoadAsync(bytes);

        Assert.True(load.RowsAccepted == 1, load.Message);
        Assert.Equal(3, await ValueAsync("S", "I", "2026-05-01"));
        var sales = await ReadAsync(bytes, new());
        Assert.Equal([3f], sales.Quantity);
    }

    [Fact]
    public async Task TextsOverSeveralLines_AreRead_InColumnsThatMeanNothing()
    {
        const string file = "date,note,store,item,quantity\n2026-05-01,\"one\nline \"\"two\"\"\",S,I,3\n2026-05-02,plain,S,I,4\n";

        await AssertBothAsync(file, new(), ("2026-05-01", 3), ("2026-05-02", 4));
    }

    [Fact]
    public async Task ForgottenQuotes_SwallowNoRows()
    {
        const string file = "date,store,item,quantity\n2026-05-01,S,I,3\n2026-05-02,S,\"J,4\n2026-05-03,S,I,5\n2026-05-04,S,J\",4\n"
            + "2026-05-05,S,I,6\n";

        await AssertBothAsync(file, new(), ("2026-05-01", 3), ("2026-05-03", 5), ("2026-05-05", 6));
    }

    [Theory]
    [InlineData(1250, "Łódź", "Masło")]
    [InlineData(1252, "Köln", "Crème fraîche")]
    public async Task OlderText_IsReadByItsLetters(int page, string store, string item)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes($"{Header}\n2026-05-01,{store},{item},3\n");
        var load = await LoadAsync(bytes);

        Assert.Contains(page.ToString(CultureInfo.InvariantCulture), load.Message, StringComparison.Ordinal);
        Assert.Equal(3, await ValueAsync(store, item, "2026-05-01"));
        Assert.Equal([item], (await ReadAsync(bytes, new())).Items);
    }

    [Theory]
    [InlineData("|")]
    [InlineData("\t")]
    [InlineData(";")]
    public async Task Separators_AreFound(string separator) =>
        await AssertBothAsync(
            $"{Header}\n2026-05-01,S,I,3\n".Replace(",", separator, StringComparison.Ordinal), new(), ("2026-05-01", 3));

    [Fact]
    public async Task ColumnWithACommaInItsName_CanBeChosen()
    {
        const string file = "date;store;item;\"Menge, Stück\"\n2026-05-01;S;I;3\n";

        await AssertRefusedAsync(file, new(), "The header lacks \"quantity\"");
        await AssertBothAsync(file, new ReadingOptions().WithColumns("quantity=\"Menge, Stück\", date=date")!, ("2026-05-01", 3));
    }

    [Fact]
    public async Task TotalsOfQuarters_AreRefused()
    {
        var text = new StringBuilder(Header + "\n");
        for (int i = 0; i < 12; i++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2023, 1, 1).AddMonths(3 * i):yyyy-MM-dd},S,I,{700 + i}\n");

        await AssertRefusedAsync(text.ToString(), new(), "a quarter of a year apart", "--grain daily");
    }

    [Fact]
    public async Task RowThatContradictsARepeatedFile_IsRejectedInTheSameWords()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{new DateOnly(2026, 1, 1).AddDays(i):yyyy-MM-dd},S,I,{i % 7}\n"));
        string file = $"{Header}\n{rows}{rows.Replace("2026-01-20,S,I,5", "2026-01-20,S,I,9", StringComparison.Ordinal)}";
        var load = await LoadAsync(file);

        var row = Assert.Single(await RejectedAsync(load));
        Assert.Contains("say --repeats sum or --repeats last", row.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await ReadAsync(Encoding.UTF8.GetBytes(file), new())).Rejected);
    }
}

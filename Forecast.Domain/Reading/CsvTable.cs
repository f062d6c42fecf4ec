using System.Text;
using CsvHelper;

namespace Forecast.Domain.Reading;

/// <summary>
/// Rows of a CSV file with known columns in any order and under any of their names, separated by comma or semicolon (or tab or bar), as
/// UTF-8 bytes. Memory stays constant however long the file or a line in it is.
/// </summary>
internal sealed class CsvTable : IAsyncDisposable
{
    /// <summary>Characters of a row that quarantine keeps.</summary>
    public const int KeptText = 1000;

    private const int LongestRow = 1 << 20;

    /// <summary>Lines of titles that may stand above the header.</summary>
    private const int MostTitles = 30;

    private readonly CsvReader reader;
    private readonly IReadOnlyList<string> names;
    private List<string> header = [];
    private int[] places = [];
    private int width;
    private CsvMalformedRecord? malformed;
    private long rowsRead;

    private CsvTable(Stream text, IReadOnlyList<string> names, TextForm form)
    {
        this.names = names;
        reader = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                // Unless the rows were asked, a forgotten quote costs its own row, not the rest of the file.
                AllowLineBreaksInQuotes = form.HasLineBreaks,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                DetectSeparatorHint = true,
                Encoding = form.Encoding,
                MaxRecordSize = LongestRow,
                BufferSize = 1 << 18,
                OnMalformedRecord = record => malformed = record,
            },
            leaveOpen: true);
    }

    /// <summary>Line of the current row; the first of the file is line 1.</summary>
    public long Line => reader.LineNumber;

    /// <summary>Line of the header; above it are titles.</summary>
    public long HeaderLine { get; private set; } = 1;

    /// <summary>Whether the current row ends within quotes, so that it may go on in the next line.</summary>
    public bool IsCutInQuotes => malformed is
    {
        Reason: CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes,
    } record && record.LineNumber == reader.LineNumber;

    /// <summary>Rows after which reading ends, where a part of the file is enough.</summary>
    public long MostRows { get; set; } = long.MaxValue;

    /// <summary>Whether it ended because of that.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Columns that mean nothing here.</summary>
    public IReadOnlyList<string> Ignored { get; private set; } = [];

    /// <summary>Known columns that the file has, in its order.</summary>
    public IReadOnlyList<int> Present { get; private set; } = [];

    /// <summary>Columns that the file calls by another name than we do, as "Menge (quantity)".</summary>
    public IReadOnlyList<string> Renamed { get; private set; } = [];

    /// <summary>Every column of the file, and what it is taken for; null where it means nothing here.</summary>
    public IReadOnlyList<(string Header, string? Name)> Headers =>
        [.. header.Select((name, place) => (name, NameAt(place)))];

    /// <summary>Which columns were taken, left out, or stand under titles, in sentences.</summary>
    public IEnumerable<string> Remarks()
    {
        if (HeaderLine > 1)
            yield return $"The header was found in line {HeaderLine}; what stands above it was left out.";
        if (Renamed.Count > 0)
            yield return $"Took the columns {string.Join(", ", Renamed)}.";
        if (Ignored.Count > 0)
            yield return $"Ignored the columns {string.Join(", ", Ignored.Take(20))}.";
    }

    /// <summary>The separator of the file.</summary>
    public char Separator => reader.Separator;

    /// <summary>The bytes of the current row as they stand in the file.</summary>
    public ReadOnlySpan<byte> Raw => reader.RawRecord;

    /// <summary>Reads the header; throws when a required column is missing or a known one occurs twice.</summary>
    /// <param name="text">The unpacked file.</param>
    /// <param name="names">What is known, the required ones first.</param>
    /// <param name="required">How many of them must be there.</param>
    /// <param name="form">How the text is to be taken apart.</param>
    /// <param name="chosen">Headers that the user has chosen, by name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CsvTable> OpenAsync(
        Stream text, IReadOnlyList<string> names, int required, TextForm form, IReadOnlyDictionary<string, string>? chosen,
        CancellationToken cancellationToken)
    {
        var table = new CsvTable(text, names, form);
        try
        {
            await table.ReadHeaderAsync(required, chosen, cancellationToken);
            return table;
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first lines of a file, any of which may be its header; none of a file that is no text.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> FirstLinesAsync(LoadFile file, CancellationToken cancellationToken)
    {
        var form = default(TextForm);
        while (true)
        {
            var lines = new List<IReadOnlyList<string>>();
            await using var table = new CsvTable(await file.OpenAsync(cancellationToken), [], form);
            try
            {
                await table.reader.ReadHeaderAsync(cancellationToken);
            }
            catch (CsvFormatException e)
            {
                throw TooLong(e);
            }

            lines.Add([.. table.reader.Headers.Select(ColumnNames.Trim)]);
            while (lines.Count <= MostTitles && await table.ReadAsync(cancellationToken))
                lines.Add(table.Names());
            if (form.Encoding is not null || !lines.Exists(line => line.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal))))
                return lines;
            form = form with { Encoding = await CodePages.OfAsync(await file.OpenAsync(cancellationToken), cancellationToken) };
        }
    }

    /// <summary>Moves to the next row.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        malformed = null;
        try
        {
            bool more = await reader.ReadAsync(cancellationToken);
            IsCutShort = more && rowsRead++ >= MostRows;
            return more && !IsCutShort;
        }
        catch (CsvFormatException e)
        {
            throw TooLong(e);
        }
    }

    /// <summary>Whether the file has a known column.</summary>
    public bool Has(int column) => places[column] >= 0;

    /// <summary>A field of the current row, without quotes and outer blanks; empty when the file has no such column.</summary>
    public ReadOnlySpan<byte> Field(int column) => places[column] < 0 ? default : Blanks.Trim(reader.GetSpan(places[column]));

    /// <summary>A field as text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Field(column));

    /// <summary>What is wrong with the form of the current row; null when nothing is.</summary>
    public string? RowFault()
    {
        if (malformed is { } record && record.LineNumber == reader.LineNumber)
        {
            return record.Reason switch
            {
                CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes =>
                    "A quote is opened and not closed on this line. Close it, or leave quotes out.",
                CsvMalformedReason.TextAfterClosingQuote =>
                    "There is text behind a closing quote. Write a quote inside a quoted text twice.",
                _ => "There is a quote inside an unquoted text. Put the whole text in quotes and write the inner quote twice.",
            };
        }

        return reader.FieldCount == width
            ? null
            : $"The row has {reader.FieldCount} columns, the header has {width}. Put texts that contain the separator in quotes.";
    }

    /// <summary>Whether a known column of the current row holds a line break, which no code or number does.</summary>
    public bool BreaksInKnownColumn()
    {
        foreach (int column in Present)
        {
            if (Field(column).IndexOfAny((byte)'\r', (byte)'\n') >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The current row as it stood, cut and made fit for storing.</summary>
    public string RowText() => Printable(reader.RawRecord);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => reader.DisposeAsync();

    /// <summary>Text of bytes that need not be text; PostgreSQL stores no NUL.</summary>
    internal static string Printable(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * KeptText)]).Replace('\0', '\uFFFD');
        if (text.Length <= KeptText)
            return text;
        // Not between the two halves of a character beyond the basic plane.
        return text[..(char.IsHighSurrogate(text[KeptText - 1]) ? KeptText - 1 : KeptText)];
    }

    private async Task ReadHeaderAsync(int required, IReadOnlyDictionary<string, string>? chosen, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw TooLong(e);
        }

        header = [.. reader.Headers.Select(ColumnNames.Trim)];
        bool isHeader = Take(required, chosen);
        if (!isHeader)
        {
            var (first, line) = (header, 0);
            while (!isHeader && line++ < MostTitles && await ReadAsync(cancellationToken))
            {
                header = Names();
                isHeader = Take(required, chosen);
            }

            if (!isHeader)
                throw Lacking(first, required, chosen);
            HeaderLine = reader.LineNumber;
            rowsRead = 0;
            await reader.ReadHeaderAsync(cancellationToken); // From here on the columns are those of this line.
        }

        width = header.Count;
        Present = [.. Enumerable.Range(0, names.Count).Where(column => places[column] >= 0).OrderBy(column => places[column])];
        Ignored = [.. header.Where((h, place) => h.Length > 0 && !places.Contains(place))];
        Renamed = [.. Present.Where(column => !string.Equals(header[places[column]], names[column], StringComparison.OrdinalIgnoreCase))
            .Select(column => $"{header[places[column]]} ({names[column]})")];
    }

    private List<string> Names() => [.. Enumerable.Range(0, reader.FieldCount).Select(place => ColumnNames.Trim(reader.GetString(place)))];

    /// <summary>Whether the header has every column that is needed.</summary>
    private bool Take(int required, IReadOnlyDictionary<string, string>? chosen)
    {
        if (header.Exists(name => name.Contains('\uFFFD', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)))
            throw new HeaderNotUtf8Exception("The header is not UTF-8 text. Save the file as CSV in UTF-8 and load it again.");
        if (!ColumnNames.HasChosen(header, names, chosen))
            return false;
        places = ColumnNames.Find(header, names, chosen);
        return places.AsSpan(0, required).IndexOf(-1) < 0;
    }

    private FileRefusedException Lacking(List<string> first, int required, IReadOnlyDictionary<string, string>? chosen)
    {
        if (first.TrueForAll(name => name.Length == 0))
            return new FileRefusedException("The file is empty. Check the export that wrote it.");
        var found = ColumnNames.Find(first, names, chosen);
        var missing = names.Take(required).Where((_, column) => found[column] < 0).ToList();
        return new FileRefusedException(
            $"The header lacks {Quote(missing)}. It has {Quote(first.Select(h => Printable(Encoding.UTF8.GetBytes(h))))}; needed are "
                + $"{Quote(names.Take(required))}, in any order. Where they are called otherwise, say so: --columns "
                + $"{missing[0]}=NAME.");
    }

    private string? NameAt(int place) => Array.IndexOf(places, place) is >= 0 and var column ? names[column] : null;

    private static string Quote(IEnumerable<string> words)
    {
        string all = string.Join(", ", words.Select(word => $"\"{word}\""));
        return all.Length <= 300 ? all : all[..300] + "…";
    }

    private static FileRefusedException TooLong(CsvFormatException e) => new(
        $"Near byte {e.ByteOffset:N0} a line is longer than {LongestRow:N0} bytes, so this is not a CSV file with one row per line. Check "
            + "the line ends and the export that wrote it.",
        e);
}

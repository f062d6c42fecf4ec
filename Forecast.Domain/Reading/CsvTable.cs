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

    private readonly CsvReader reader;
    private readonly IReadOnlyList<string> names;
    private int[] places = [];
    private int width;
    private CsvMalformedRecord? malformed;

    private CsvTable(Stream text, IReadOnlyList<string> names, Encoding? encoding)
    {
        this.names = names;
        reader = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                AllowLineBreaksInQuotes = false, // A forgotten quote costs its own row, not the rest of the file.
                TrimWhitespace = true,
                TrackLineNumbers = true,
                DetectSeparatorHint = true,
                Encoding = encoding,
                MaxRecordSize = LongestRow,
                BufferSize = 1 << 18,
                OnMalformedRecord = record => malformed = record,
            },
            leaveOpen: true);
    }

    /// <summary>Line of the current row; the header is line 1.</summary>
    public long Line => reader.LineNumber;

    /// <summary>Columns that mean nothing here.</summary>
    public IReadOnlyList<string> Ignored { get; private set; } = [];

    /// <summary>Known columns that the file has, in its order.</summary>
    public IReadOnlyList<int> Present { get; private set; } = [];

    /// <summary>Columns that the file calls by another name than we do, as "Menge (quantity)".</summary>
    public IReadOnlyList<string> Renamed { get; private set; } = [];

    /// <summary>Every column of the file, and what it is taken for; null where it means nothing here.</summary>
    public IReadOnlyList<(string Header, string? Name)> Headers =>
        [.. reader.Headers.Select((header, place) => (ColumnNames.Trim(header), NameAt(place)))];

    /// <summary>The separator of the file.</summary>
    public char Separator => reader.Separator;

    /// <summary>The bytes of the current row as they stand in the file.</summary>
    public ReadOnlySpan<byte> Raw => reader.RawRecord;

    /// <summary>Reads the header; throws when a required column is missing or a known one occurs twice.</summary>
    /// <param name="text">The unpacked file.</param>
    /// <param name="names">What is known, the required ones first.</param>
    /// <param name="required">How many of them must be there.</param>
    /// <param name="encoding">How the text is encoded; null for UTF-8, or what a byte order mark says.</param>
    /// <param name="chosen">Headers that the user has chosen, by name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CsvTable> OpenAsync(
        Stream text, IReadOnlyList<string> names, int required, Encoding? encoding, IReadOnlyDictionary<string, string>? chosen,
        CancellationToken cancellationToken)
    {
        var table = new CsvTable(text, names, encoding);
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

    /// <summary>Moves to the next row.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        malformed = null;
        try
        {
            return await reader.ReadAsync(cancellationToken);
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

        var header = reader.Headers.Select(ColumnNames.Trim).ToList();
        width = header.Count;
        if (header.TrueForAll(name => name.Length == 0))
            throw new FileRefusedException("The file is empty. Check the export that wrote it.");
        if (header.Exists(name => name.Contains('\uFFFD', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)))
            throw new HeaderNotUtf8Exception("The header is not UTF-8 text. Save the file as CSV in UTF-8 and load it again.");

        places = ColumnNames.Find(header, names, chosen);
        var missing = names.Take(required).Where((_, column) => places[column] < 0).ToList();
        if (missing.Count > 0)
        {
            throw new FileRefusedException(
                $"The header lacks {Quote(missing)}. It has {Quote(header.Select(h => Printable(Encoding.UTF8.GetBytes(h))))}; needed are "
                    + $"{Quote(names.Take(required))}, in any order. Where they are called otherwise, say so: --columns "
                    + $"{missing[0]}=NAME.");
        }

        Present = [.. Enumerable.Range(0, names.Count).Where(column => places[column] >= 0).OrderBy(column => places[column])];
        Ignored = [.. header.Where((h, place) => h.Length > 0 && !places.Contains(place))];
        Renamed = [.. Present.Where(column => !string.Equals(header[places[column]], names[column], StringComparison.OrdinalIgnoreCase))
            .Select(column => $"{header[places[column]]} ({names[column]})")];
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

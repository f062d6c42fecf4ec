using System.IO.Compression;
using System.Text;
using CsvHelper;
using Forecast.Domain.Loads;

namespace Forecast.Training.Evaluation;

/// <summary>
/// Reads long sales files (<c>date,store,item,quantity</c> and, if there, <c>promotion,price,open</c>; any column order, comma or
/// semicolon, gzip by its first bytes). Bytes are parsed in place: no string per row.
/// </summary>
public sealed class LongSalesReader
{
    private const int LongestRow = 1 << 20;

    private static readonly string[] Known = ["date", "store", "item", "quantity", "promotion", "price", "open"];

    private readonly Dictionary<byte[], int> stores = new(ByteKeys.Instance), items = new(ByteKeys.Instance);
    private readonly Dictionary<long, SeriesBuffer> series = [];
    private readonly List<string> storeNames = [], itemNames = [];
    private readonly List<SeriesBuffer> buffers = [];
    private readonly int[] columns = new int[Known.Length];
    private readonly string path;
    private readonly CsvReader rows;
    private CsvMalformedRecord? malformed;
    private int lastStore = -1, lastItem = -1;
    private SeriesBuffer last = new(-1, -1, []);
    private long read;

    private LongSalesReader(string path, Stream stream)
    {
        this.path = path;
        rows = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                AllowLineBreaksInQuotes = false,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                BufferSize = 1 << 18,
                OnMalformedRecord = record => malformed = record,
            },
            leaveOpen: true);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; gzip is recognised by its content.</param>
    /// <param name="missingIsZero">A missing row inside a series means nothing sold; otherwise not loaded.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as sales; the message says which line and what was
    /// expected.</exception>
    public static LongSales Read(string path, bool missingIsZero)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        var reader = new LongSalesReader(path, stream);
        using (reader.rows)
            reader.ReadRows();
        return reader.Finish(missingIsZero);
    }

    private void ReadRows()
    {
        try
        {
            ReadHeader();
            while (rows.Read())
                ReadRow();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(
                $"{path}: line {rows.LineNumber + 1} is longer than {LongestRow} bytes; is this a sales file?", e);
        }
    }

    private void ReadHeader()
    {
        rows.ReadHeader();
        string[] names = [.. rows.Headers.Select(name => name.Trim())];
        if (Array.TrueForAll(names, name => name.Length == 0))
            return; // An empty file: it has no rows either.
        for (int k = 0; k < Known.Length; k++)
        {
            columns[k] = Array.FindIndex(names, n => string.Equals(n, Known[k], StringComparison.OrdinalIgnoreCase));
            if (k < 4 && columns[k] < 0)
                throw new InvalidDataException($"{path}: the header has no column \"{Known[k]}\"; it reads \"{string.Join(',', names)}\".");
        }
    }

    private void ReadRow()
    {
        if (malformed is { } record)
        {
            bool open = record.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes;
            throw new InvalidDataException(
                $"{path}: line {rows.LineNumber}: {(open ? "a quote is not closed" : "a quote stands inside a field")}.");
        }

        if (rows.FieldCount != rows.Headers.Count)
            throw new InvalidDataException(
                $"{path}: line {rows.LineNumber} has {rows.FieldCount} fields; the header has {rows.Headers.Count}.");
        read++;
        var dateField = rows.GetSpan(columns[0]);
        if (!TryDay(dateField, out int day))
            throw Bad("date", dateField, "a day such as 2024-12-31");
        int store = Code(stores, storeNames, rows.GetSpan(columns[1])), item = Code(items, itemNames, rows.GetSpan(columns[2]));
        if (store != lastStore || item != lastItem)
        {
            (lastStore, lastItem) = (store, item);
            if (!series.TryGetValue(((long)store << 32) | (uint)item, out last!))
            {
                series[((long)store << 32) | (uint)item] = last = new SeriesBuffer(store, item, columns.AsSpan(4));
                buffers.Add(last);
            }
        }

        if (!last.TryAdd(day, Number(3), Number(4), Number(5), Number(6)))
            throw Bad("date", dateField, "a day within 100 years of the series' other days");
    }

    /// <summary>The number in a known column; NaN where the column is absent or the field empty.</summary>
    private float Number(int column)
    {
        if (columns[column] < 0)
            return float.NaN;
        var field = rows.GetSpan(columns[column]);
        if (field.IsEmpty)
            return float.NaN;
        if (FieldBytes.TryWhole(field, out int whole))
            return whole;
        if (FieldBytes.TryNumber(field, out double value))
            return (float)value;
        throw Bad(Known[column], field, "a number with a decimal point");
    }

    /// <summary>A date, or a date and a time of which only the date counts.</summary>
    private static bool TryDay(ReadOnlySpan<byte> field, out int day)
    {
        if (field.Length > 10 && field[10] is (byte)' ' or (byte)'T')
            field = field[..10];
        bool isDay = FieldBytes.TryDate(field, out int year, out int month, out int date) && FieldBytes.IsDay(year, month, date);
        day = isDay ? new DateOnly(year, month, date).DayNumber : 0;
        return isDay;
    }

    private static int Code(Dictionary<byte[], int> codes, List<string> names, ReadOnlySpan<byte> field)
    {
        var lookup = codes.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(field, out int code))
            return code;
        code = names.Count;
        lookup[field] = code;
        names.Add(Encoding.UTF8.GetString(field));
        return code;
    }

    private InvalidDataException Bad(string column, ReadOnlySpan<byte> field, string expected) =>
        new($"{path}: line {rows.LineNumber}: {column} \"{Encoding.UTF8.GetString(field)}\" is not {expected}.");

    private LongSales Finish(bool missingIsZero)
    {
        if (buffers.Count == 0)
            throw new InvalidDataException($"{path}: there is not a single row of sales in it.");
        int first = buffers.Min(b => b.First), days = buffers.Max(b => b.Last) - first + 1;
        if ((long)days * buffers.Count > Array.MaxLength)
            throw new InvalidDataException($"{path}: {buffers.Count} series over {days} days are more than fit in memory as one panel.");
        var order = buffers
            .OrderBy(b => storeNames[b.Store], StringComparer.Ordinal).ThenBy(b => itemNames[b.Item], StringComparer.Ordinal).ToArray();
        return new LongSales
        {
            Series = [.. order.Select(b => (b.Store, b.Item))],
            Stores = [.. storeNames],
            Items = [.. itemNames],
            FirstDay = DateOnly.FromDayNumber(first),
            Days = days,
            Rows = read,
            Quantity = Dense(order, SeriesBuffer.Quantity, first, days, missingIsZero),
            Promotion = columns[4] < 0 ? null : Dense(order, SeriesBuffer.Promotion, first, days, missingIsZero),
            Price = columns[5] < 0 ? null : Dense(order, SeriesBuffer.Price, first, days, zeroInside: false),
            Open = columns[6] < 0 ? null : Dense(order, SeriesBuffer.Open, first, days, zeroInside: false),
        };
    }

    /// <summary>One column of all series on the common axis; the buffers let go of theirs on the way.</summary>
    private static float[] Dense(SeriesBuffer[] order, int column, int first, int days, bool zeroInside)
    {
        var dense = new float[order.Length * days];
        for (int s = 0; s < order.Length; s++)
            order[s].MoveTo(column, dense.AsSpan(s * days, days), first, zeroInside);
        return dense;
    }
}

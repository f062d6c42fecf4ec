using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Forecast.Training.Backtesting;

/// <summary>
/// Reads long sales files (<c>date,store,item,quantity</c> and, if there, <c>promotion,price,open</c>; any column order, comma or semicolon,
/// gzip by its first bytes). Bytes are parsed in place: no string per row.
/// </summary>
public sealed class LongSalesReader
{
    private static readonly string[] Known = ["date", "store", "item", "quantity", "promotion", "price", "open"];

    private readonly Dictionary<byte[], int> stores = new(ByteKeys.Instance), items = new(ByteKeys.Instance);
    private readonly Dictionary<long, SeriesBuffer> series = [];
    private readonly List<string> storeNames = [], itemNames = [];
    private readonly List<SeriesBuffer> buffers = [];
    private readonly int[] columns = new int[Known.Length];
    private byte separator;
    private int fields;
    private int lastStore = -1, lastItem = -1;
    private SeriesBuffer last = new(-1, -1, []);
    private long line;

    private LongSalesReader()
    {
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; gzip is recognised by its content.</param>
    /// <param name="missingIsZero">A missing row inside a series means nothing sold; otherwise not loaded.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as sales; the message says which line and what was expected.</exception>
    public static LongSales Read(string path, bool missingIsZero)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        var reader = new LongSalesReader();
        reader.ReadLines(stream, path);
        return reader.Finish(path, missingIsZero);
    }

    private void ReadLines(Stream stream, string path)
    {
        var buffer = new byte[1 << 20];
        int filled = 0;
        while (true)
        {
            int read = stream.ReadAtLeast(buffer.AsSpan(filled), 1, throwOnEndOfStream: false);
            filled += read;
            var rest = buffer.AsSpan(0, filled);
            int end;
            while ((end = rest.IndexOf((byte)'\n')) >= 0)
            {
                ReadLine(rest[..end], path);
                rest = rest[(end + 1)..];
            }

            if (read == 0)
            {
                ReadLine(rest, path);
                return;
            }

            if (rest.Length == buffer.Length)
                throw new InvalidDataException($"{path}: line {line + 1} is longer than {buffer.Length} bytes; is this a sales file?");
            rest.CopyTo(buffer);
            filled = rest.Length;
        }
    }

    private void ReadLine(Span<byte> text, string path)
    {
        line++;
        if (text.EndsWith("\r"u8))
            text = text[..^1];
        if (text.IsEmpty)
            return;
        if (fields == 0)
            ReadHeader(text.StartsWith("\uFEFF"u8) ? text[3..] : text, path);
        else
            ReadRow(text, path);
    }

    private void ReadHeader(ReadOnlySpan<byte> text, string path)
    {
        separator = text.Contains((byte)';') ? (byte)';' : (byte)',';
        var names = Encoding.UTF8.GetString(text).Split((char)separator, StringSplitOptions.TrimEntries);
        fields = names.Length;
        for (int k = 0; k < Known.Length; k++)
        {
            columns[k] = Array.FindIndex(names, n => string.Equals(n.Trim('"'), Known[k], StringComparison.OrdinalIgnoreCase));
            if (k < 4 && columns[k] < 0)
                throw new InvalidDataException($"{path}: the header has no column \"{Known[k]}\"; it reads \"{string.Join(',', names)}\".");
        }
    }

    private void ReadRow(Span<byte> text, string path)
    {
        Span<Range> found = stackalloc Range[fields];
        Split(text, found, path);
        var storeField = Unquote(text[found[columns[1]]]);
        var itemField = Unquote(text[found[columns[2]]]);
        if (!TryDay(Unquote(text[found[columns[0]]]), out int day))
            throw Bad(path, "date", text[found[columns[0]]], "a day such as 2024-12-31");
        int store = Code(stores, storeNames, storeField), item = Code(items, itemNames, itemField);
        if (store != lastStore || item != lastItem)
        {
            (lastStore, lastItem) = (store, item);
            if (!series.TryGetValue(((long)store << 32) | (uint)item, out last!))
            {
                series[((long)store << 32) | (uint)item] = last = new SeriesBuffer(store, item, columns.AsSpan(4));
                buffers.Add(last);
            }
        }

        if (!last.TryAdd(day, Number(text, found, 3, path), Number(text, found, 4, path), Number(text, found, 5, path), Number(text, found, 6, path)))
            throw Bad(path, "date", text[found[columns[0]]], "a day within 100 years of the series' other days");
    }

    /// <summary>The number in a known column; NaN where the column is absent or the field empty.</summary>
    private float Number(ReadOnlySpan<byte> text, ReadOnlySpan<Range> found, int column, string path)
    {
        if (columns[column] < 0)
            return float.NaN;
        var field = Unquote(text[found[columns[column]]]);
        if (field.IsEmpty)
            return float.NaN;
        if (field.Length <= 7 && TryWhole(field, out int whole))
            return whole;
        if (Utf8Parser.TryParse(field, out float value, out int used) && used == field.Length)
            return value;
        throw Bad(path, Known[column], field, "a number with a decimal point");
    }

    private static bool TryWhole(ReadOnlySpan<byte> field, out int value)
    {
        value = 0;
        foreach (byte b in field)
        {
            int digit = b - '0';
            if ((uint)digit > 9)
                return false;
            value = value * 10 + digit;
        }

        return true;
    }

    private static bool TryDay(ReadOnlySpan<byte> field, out int day)
    {
        day = 0;
        if (field.Length < 10 || field[4] != '-' || field[7] != '-' || (field.Length > 10 && field[10] is not ((byte)' ' or (byte)'T')))
            return false;
        if (!TryWhole(field[..4], out int year) || !TryWhole(field[5..7], out int month) || !TryWhole(field[8..10], out int date))
            return false;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return false;
        day = new DateOnly(year, month, date).DayNumber;
        return true;
    }

    private void Split(ReadOnlySpan<byte> text, Span<Range> found, string path)
    {
        int start = 0, field = 0;
        while (true)
        {
            int end;
            if (start < text.Length && text[start] == '"')
            {
                int close = text[(start + 1)..].IndexOf((byte)'"');
                if (close < 0)
                    throw new InvalidDataException($"{path}: line {line}: a quote is not closed.");
                end = start + close + 2;
                int beyond = text[end..].IndexOf(separator);
                end = beyond < 0 ? text.Length : end + beyond;
            }
            else
            {
                int beyond = text[start..].IndexOf(separator);
                end = beyond < 0 ? text.Length : start + beyond;
            }

            if (field < found.Length)
                found[field] = start..end;
            field++;
            if (end == text.Length)
                break;
            start = end + 1;
        }

        if (field != fields)
            throw new InvalidDataException($"{path}: line {line} has {field} fields; the header has {fields}.");
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> field) =>
        field.Length >= 2 && field[0] == '"' && field[^1] == '"' ? field[1..^1] : field;

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

    private InvalidDataException Bad(string path, string column, ReadOnlySpan<byte> field, string expected) =>
        new($"{path}: line {line}: {column} \"{Encoding.UTF8.GetString(field)}\" is not {expected}.");

    private LongSales Finish(string path, bool missingIsZero)
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
            Rows = line - 1,
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

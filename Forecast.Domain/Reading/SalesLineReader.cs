using System.Buffers.Binary;

namespace Forecast.Domain.Reading;

/// <summary>
/// Turns the rows of a sales file into lines, or says what is wrong with them: one set of rules for import and backtest. Remembers what the
/// rows as a whole look like.
/// </summary>
internal sealed class SalesLineReader(CsvTable table, FileReading reading, ReadingOptions options)
{
    public const int Date = 0, Store = 1, Item = 2, Quantity = 3, Promotion = 4, Price = 5, Open = 6, StockedOut = 7;

    /// <summary>How many of <see cref="Columns"/> a file must have.</summary>
    public const int RequiredColumns = 4;

    private string? fault;
    private int faultColumn;
    private int lastDay = int.MinValue;

    /// <summary>Known columns, the required ones first.</summary>
    public static IReadOnlyList<string> Columns => SalesColumns.Names;

    /// <summary>Whether a row was written in a way that only all rows together can explain; reading on makes no sense.</summary>
    public bool AsksAllRows { get; private set; }

    /// <summary>Whether nothing is wrong with the row that <see cref="TryRead"/> did not take: it only says nothing.</summary>
    public bool SaysNothing { get; private set; }

    /// <summary>Rows so far that say nothing.</summary>
    public long EmptyRows { get; private set; }

    /// <summary>What became of them; null when there are none.</summary>
    public string? RemarkOnEmptyRows => EmptyRows == 0 ? null
        : $"{EmptyRows:N0} {(EmptyRows == 1 ? "row has" : "rows have")} no quantity and say{(EmptyRows == 1 ? "s" : "")} nothing else: not "
            + "used. Write 0 where nothing was sold.";

    /// <summary>What is wrong with the row that <see cref="TryRead"/> refused.</summary>
    public string Fault => fault ?? "";

    /// <summary>The column at fault; empty when the whole row is.</summary>
    public string FaultColumn => faultColumn < 0 ? "" : Columns[faultColumn];

    /// <summary>The instant of the row, where its date has a zone of its own.</summary>
    public DateTimeOffset? Instant { get; private set; }

    /// <summary>Number of the stretch of rows with the current day.</summary>
    public uint Visit { get; private set; }

    /// <summary>What the rows so far look like.</summary>
    public RowOrder Order { get; } = new();

    /// <summary>Digest of the row as it stands; differing rows have differing digests, by all likelihood.</summary>
    public uint Digest()
    {
        var raw = table.Raw;
        ulong digest = (ulong)raw.Length * 0x9E3779B97F4A7C15;
        for (; raw.Length >= 8; raw = raw[8..])
            digest = Mix(digest ^ BinaryPrimitives.ReadUInt64LittleEndian(raw));
        foreach (byte b in raw)
            digest = Mix(digest ^ b);
        return (uint)(digest >> 32);
    }

    /// <summary>Reads the current row; false with a fault when it cannot be taken, or when it asks all rows.</summary>
    public bool TryRead(out SalesLine line)
    {
        line = default;
        (fault, faultColumn, SaysNothing) = (table.RowFault(), -1, false);
        if (fault is not null)
        {
            AsksAllRows |= reading.IsProvisional && table.IsCutInQuotes;
            return false;
        }

        int day = ReadDay(table.Field(Date));
        if (fault is not null || AsksAllRows)
            return Faulty(Date);
        float quantity = ReadQuantity(table.Field(Quantity));
        if (fault is not null || AsksAllRows)
            return Faulty(Quantity);
        float promotion = SalesFields.Flag(table.Field(Promotion), Columns[Promotion], out fault);
        if (fault is not null)
            return Faulty(Promotion);
        float price = ReadPrice(table.Field(Price));
        if (fault is not null || AsksAllRows)
            return Faulty(Price);
        float open = SalesFields.Flag(table.Field(Open), Columns[Open], out fault);
        if (fault is not null)
            return Faulty(Open);
        float stockedOut = SalesFields.Flag(table.Field(StockedOut), Columns[StockedOut], out fault);
        if (fault is not null)
            return Faulty(StockedOut);

        line = new SalesLine(day, quantity, promotion, price, open, stockedOut);
        if (!line.SaysAnything && float.IsNaN(open))
        {
            SaysNothing = true;
            EmptyRows++;
            return false;
        }

        return true;
    }

    /// <summary>What is asked where nobody has said the clock by which an instant has its day.</summary>
    public static FileRefusedException AskForZone() => new(
        "The dates have a time zone of their own (Z, +02:00), so their days depend on the clock of the stores, which nobody has said. "
        + "Say it with --time-zone, or export local dates.");

    /// <summary>Day number of the row's instant on the clock of a store.</summary>
    public int DayIn(TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instant!.Value, zone).DateTime).DayNumber;

    /// <summary>Asks all rows when a code is no UTF-8, as it may be text of another encoding.</summary>
    public bool AsksAboutText(ReadOnlySpan<byte> code)
    {
        if (reading.IsProvisional && Blanks.Utf8Of(code) is (true, false))
            AsksAllRows = true;
        return AsksAllRows;
    }

    /// <summary>Notes where the row of a series stands: its visit, and the order of days.</summary>
    public void NoteDay(int day)
    {
        if (day == lastDay)
            return;
        Visit++;
        Order.Note(lastDay, day);
        lastDay = day;
    }

    private int ReadDay(ReadOnlySpan<byte> field)
    {
        Instant = null;
        if (reading.Dates == DateOrder.YearFirst && FieldBytes.TryDate(field, out int year, out int month, out int dayOfMonth)
            && year >= DateField.FirstYear && FieldBytes.IsDay(year, month, dayOfMonth))
            return new DateOnly(year, month, dayOfMonth).DayNumber;
        if (field.IsEmpty)
        {
            fault = SalesFields.EmptyDate;
            return -1;
        }

        var written = DateField.Read(field);
        if (reading.IsProvisional && options.Dates is null && written.Shape is not (DateShape.None or DateShape.YearFirst))
        {
            AsksAllRows = true;
            return -1;
        }

        int day = DateField.Day(written, reading.Dates, out fault);
        if (written.Offset is { } offset && day >= 0)
            Instant = new DateTimeOffset(DateOnly.FromDayNumber(day).ToDateTime(TimeOnly.MinValue) + written.Time, offset);
        return day;
    }

    private float ReadQuantity(ReadOnlySpan<byte> field)
    {
        if (field.Length <= 6 && FieldBytes.TryWhole(field, out int units))
            return units;
        if (field.IsEmpty)
            return float.NaN;
        if (TryNumber(field, out double value))
            return SalesFields.Quantity(value, options, out fault);
        if (!AsksAllRows)
            fault = reading.Numbers == NumberStyle.Comma
                ? "The quantity is not a number. Write units as 12, thousands as 1.234 and decimals as 1,5, as this file does."
                : "The quantity is not a number. Write units as 12.";
        return float.NaN;
    }

    private float ReadPrice(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return float.NaN;
        if (TryNumber(field, out double value))
            return SalesFields.Price(value, out fault);
        if (!AsksAllRows)
            fault = "The price is not a number. Write it as 1.99, or leave it empty.";
        return float.NaN;
    }

    private bool TryNumber(ReadOnlySpan<byte> field, out double value)
    {
        if (reading.Numbers == NumberStyle.Point && NumberField.TryPlain(field, out value))
            return true;
        value = 0;
        if (reading.IsProvisional && options.Numbers is null
            && NumberField.ShapeOf(field) is NumberShape.OpenPoint or NumberShape.OpenComma or NumberShape.Comma)
        {
            AsksAllRows = true;
            return false;
        }

        return NumberField.TryRead(field, reading.Numbers, out value);
    }

    private bool Faulty(int column)
    {
        faultColumn = column;
        return false;
    }

    private static ulong Mix(ulong value)
    {
        value *= 0xBF58476D1CE4E5B9;
        return value ^ (value >> 29);
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>What a date looks like before the order of its numbers is known.</summary>
internal enum DateShape
{
    /// <summary>Not a date.</summary>
    None,

    /// <summary>The year comes first, in four digits.</summary>
    YearFirst,

    /// <summary>Day and month, or month and day, then the year.</summary>
    YearLast,

    /// <summary>The same with points between, as only countries that begin with the day write it.</summary>
    YearLastWithPoints,

    /// <summary>A number of days since the end of 1899.</summary>
    SpreadsheetDays,

    /// <summary>The month is a word, so that the order says nothing: day, month and year.</summary>
    MonthAsWord,
}

/// <summary>A date as it is written, with the time and zone behind it.</summary>
/// <param name="Shape">What it looks like.</param>
/// <param name="First">First number.</param>
/// <param name="Second">Second number.</param>
/// <param name="Third">Third number.</param>
/// <param name="Time">Time of day behind it.</param>
/// <param name="Offset">Zone behind it; null when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenDate(DateShape Shape, int First, int Second, int Third, TimeSpan Time, TimeSpan? Offset);

/// <summary>Reads dates from their bytes; a fault is a sentence that says what is wrong and how to mend it.</summary>
internal static class DateField
{
    public const int FirstYear = 1990;

    /// <summary>Days of a spreadsheet that lie between 1990 and 2099.</summary>
    private const int FirstSpreadsheetDay = 32_874, LastSpreadsheetDay = 73_050;

    private static readonly int SpreadsheetOrigin = new DateOnly(1899, 12, 30).DayNumber;

    /// <summary>Day number of a date; -1 with a fault otherwise.</summary>
    public static int Day(in WrittenDate date, DateOrder order, out string? fault)
    {
        fault = null;
        if (date.Shape == DateShape.SpreadsheetDays && order == DateOrder.SpreadsheetDays)
            return SpreadsheetOrigin + date.First;
        var (year, month, day) = (order, date.Shape) switch
        {
            (_, DateShape.MonthAsWord) => (date.Third, date.Second, date.First),
            (DateOrder.YearFirst, DateShape.YearFirst) => (date.First, date.Second, date.Third),
            (DateOrder.DayFirst, DateShape.YearLast or DateShape.YearLastWithPoints) => (date.Third, date.Second, date.First),
            (DateOrder.MonthFirst, DateShape.YearLast or DateShape.YearLastWithPoints) => (date.Third, date.First, date.Second),
            _ => (-1, 0, 0),
        };
        if (year < 0)
            fault = Expected(order);
        else if (year is < FirstYear and > 0)
            fault = $"The date lies before {FirstYear}. Correct the year or leave the row out.";
        else if (!FieldBytes.IsDay(year, month, day))
            fault = "There is no such day in the calendar. Correct the date.";
        else
            return new DateOnly(year, month, day).DayNumber;
        return -1;
    }

    /// <summary>What is expected of a date in this order.</summary>
    public static string Expected(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "The date is not written as 31.05.2024 (day.month.year), as this file writes its dates.",
        DateOrder.MonthFirst => "The date is not written as 5/31/2024 (month/day/year), as this file writes its dates.",
        DateOrder.SpreadsheetDays => "The date is not a spreadsheet's number of days such as 45443, as this file writes its dates.",
        _ => "The date is not written as 2024-05-31 (year-month-day).",
    };

    /// <summary>Reads whatever looks like a date.</summary>
    public static WrittenDate Read(ReadOnlySpan<byte> field)
    {
        var read = ReadNumbers(field);
        return read.Shape == DateShape.None && field.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0 ? ReadWords(field) : read;
    }

    /// <summary>A date with the name of its month in it, or the name of its weekday before it.</summary>
    private static WrittenDate ReadWords(ReadOnlySpan<byte> field)
    {
        var (time, offset) = (TimeSpan.Zero, (TimeSpan?)null);
        if (MonthNames.TryRead(field, out int day, out int month, out int year, out int end))
        {
            var rest = field[end..].TrimStart(", T"u8);
            return rest.IsEmpty || TryTime(rest, out time, out offset)
                ? new WrittenDate(DateShape.MonthAsWord, day, month, year, time, offset)
                : default;
        }

        int digit = field.IndexOfAnyInRange((byte)'0', (byte)'9');
        return digit is >= 3 and <= 14 && field[digit - 1] == ' ' && field[..(digit - 2)].IndexOfAny((byte)' ', (byte)'-') < 0
            ? ReadNumbers(field[digit..])
            : default;
    }

    private static WrittenDate ReadNumbers(ReadOnlySpan<byte> field)
    {
        var time = TimeSpan.Zero;
        TimeSpan? offset = null;
        int end = field.IndexOfAny((byte)' ', (byte)'T');
        if (end >= 0 && !TryTime(field[(end + 1)..], out time, out offset))
            return default;
        var date = end < 0 ? field : field[..end];
        var read = ReadDate(date);
        return read with { Time = time, Offset = offset };
    }

    private static WrittenDate ReadDate(ReadOnlySpan<byte> date)
    {
        int separator = date.IndexOfAny((byte)'-', (byte)'/', (byte)'.');
        if (separator < 0)
            return ReadDigits(date);
        byte mark = date[separator];
        var rest = date[(separator + 1)..];
        int second = rest.IndexOf(mark);
        if (second < 0)
            return mark == '.' && IsZeros(rest) ? ReadDigits(date[..separator]) : default; // 45443.0 of a workbook
        if (!FieldBytes.TryWhole(date[..separator], out int a) || !FieldBytes.TryWhole(rest[..second], out int b)
            || !FieldBytes.TryWhole(rest[(second + 1)..], out int c) || second > 2)
            return default;
        int lastDigits = rest.Length - second - 1;
        if (separator == 4 && lastDigits <= 2)
            return new WrittenDate(DateShape.YearFirst, a, b, c, default, null);
        if (separator > 2 || lastDigits is not (2 or 4))
            return default;
        var shape = mark == '.' ? DateShape.YearLastWithPoints : DateShape.YearLast;
        return new WrittenDate(shape, a, b, lastDigits == 4 ? c : c < 90 ? 2000 + c : 1900 + c, default, null);
    }

    private static WrittenDate ReadDigits(ReadOnlySpan<byte> digits)
    {
        if (!FieldBytes.TryWhole(digits, out int number))
            return default;
        if (digits.Length == 8)
            return new WrittenDate(DateShape.YearFirst, number / 10_000, number / 100 % 100, number % 100, default, null);
        return number is >= FirstSpreadsheetDay and <= LastSpreadsheetDay
            ? new WrittenDate(DateShape.SpreadsheetDays, number, 0, 0, default, null)
            : default;
    }

    private static bool IsZeros(ReadOnlySpan<byte> digits) => digits.IndexOfAnyExcept((byte)'0') < 0;

    /// <summary>A time of day such as 00:00, 00:00:00.000, 12:00:00 AM, with Z or +02:00 behind it.</summary>
    private static bool TryTime(ReadOnlySpan<byte> bytes, out TimeSpan time, out TimeSpan? offset)
    {
        (time, offset) = (default, null);
        if (bytes.Length is 0 or > 40 || !Ascii.IsValid(bytes))
            return false;
        Span<char> text = stackalloc char[40];
        Ascii.ToUtf16(bytes, text, out int length);
        ReadOnlySpan<char> rest = text[..length].Trim();
        if (rest is [.., 'Z' or 'z'])
        {
            offset = TimeSpan.Zero;
            rest = rest[..^1].TrimEnd();
        }
        else if (rest.LastIndexOfAny('+', '-') is > 0 and var sign)
        {
            if (!TryOffset(rest[sign..], out var zone))
                return false;
            offset = zone;
            rest = rest[..sign].TrimEnd();
        }

        int half = rest.EndsWith("PM", StringComparison.OrdinalIgnoreCase) ? 12
            : rest.EndsWith("AM", StringComparison.OrdinalIgnoreCase) ? 0 : -1;
        if (half >= 0)
            rest = rest[..^2].TrimEnd();
        int fraction = rest.IndexOfAny('.', ',');
        if (fraction >= 0)
        {
            if (rest[(fraction + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0)
                return false;
            rest = rest[..fraction];
        }

        return TryClock(rest, half, out time);
    }

    private static bool TryClock(ReadOnlySpan<char> clock, int half, out TimeSpan time)
    {
        time = default;
        Span<int> parts = stackalloc int[3];
        int count = 0;
        foreach (var range in clock.Split(':'))
        {
            if (count == 3 || clock[range].Length is 0 or > 2 || !int.TryParse(
                clock[range], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out parts[count]))
                return false;
            count++;
        }

        if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
            return false;
        if (half >= 0)
            parts[0] = parts[0] % 12 + half;
        time = new TimeSpan(parts[0], parts[1], parts[2]);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        Span<char> digits = stackalloc char[4];
        digits.Fill('0');
        int count = 0;
        foreach (char c in text[1..])
        {
            if (c == ':')
                continue;
            if (c is < '0' or > '9' || count == 4)
                return false;
            digits[count++] = c;
        }

        if (count is not (2 or 4))
            return false;
        int hours = (digits[0] - '0') * 10 + digits[1] - '0', minutes = (digits[2] - '0') * 10 + digits[3] - '0';
        if (hours > 14 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}

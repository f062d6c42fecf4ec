namespace Forecast.Domain.Reading;

/// <summary>What a number shows about the marks of its file.</summary>
internal enum NumberShape
{
    /// <summary>Not a number.</summary>
    None,

    /// <summary>Nothing but zeros, which every style writes alike.</summary>
    Zero,

    /// <summary>One to three digits and nothing else.</summary>
    Small,

    /// <summary>Four digits or more and nothing between them.</summary>
    Large,

    /// <summary>Surely with a decimal point (1.5; 1,234.5), or with commas that surely group (1,234,567).</summary>
    Point,

    /// <summary>Surely with a decimal comma, or with points that surely group.</summary>
    Comma,

    /// <summary>1.234: with decimals or in thousands.</summary>
    OpenPoint,

    /// <summary>1,234: with decimals or in thousands.</summary>
    OpenComma,
}

/// <summary>Reads numbers from their bytes, with grouped thousands and either decimal mark.</summary>
internal static class NumberField
{
    private const int Longest = 48;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// <summary>
    /// A number that every file means alike or that surely has a decimal point: digits, a point, and any number of decimals but three.
    /// </summary>
    public static bool TryPlain(ReadOnlySpan<byte> field, out double value)
    {
        value = 0;
        if (field.Length is 0 or > 15)
            return false;
        long digits = 0;
        int point = -1;
        for (int i = 0; i < field.Length; i++)
        {
            int digit = field[i] - '0';
            if ((uint)digit <= 9)
                digits = digits * 10 + digit;
            else if (field[i] == '.' && point < 0 && i > 0)
                point = i;
            else
                return false;
        }

        int decimals = point < 0 ? 0 : field.Length - point - 1;
        if (decimals == 3 || decimals >= Powers.Length)
            return false;
        value = digits / Powers[decimals]; // Both are exact, so the quotient is the nearest number, as a parser gives it.
        return true;
    }

    /// <summary>
    /// Reads a number in a style: groups of three by the other mark, by blanks or by apostrophes; a sign before or behind.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> field, NumberStyle style, out double value)
    {
        value = 0;
        if (field.Length is 0 or > Longest)
            return false;
        Span<byte> plain = stackalloc byte[Longest + 1];
        byte decimalMark = style == NumberStyle.Point ? (byte)'.' : (byte)',';
        byte groupMark = style == NumberStyle.Point ? (byte)',' : (byte)'.';
        bool negative = TakeSign(ref field);
        int length = 0, sinceGroup = 0, groups = 0;
        bool inDecimals = false;
        while (!field.IsEmpty)
        {
            byte b = field[0];
            int used = 1;
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                plain[length++] = b;
                sinceGroup++;
            }
            else if (b == decimalMark && !inDecimals && length > 0)
            {
                if (groups > 0 && sinceGroup != 3)
                    return false;
                plain[length++] = (byte)'.';
                inDecimals = true;
            }
            else if (!inDecimals && (used = GroupAt(field, groupMark)) > 0)
            {
                if (sinceGroup is 0 or > 3 || (groups > 0 && sinceGroup != 3))
                    return false;
                groups++;
                sinceGroup = 0;
            }
            else
            {
                return groups == 0 && style == NumberStyle.Point && TryScientific(plain[..length], field, negative, out value);
            }

            field = field[used..];
        }

        if (length == 0 || (groups > 0 && !inDecimals && sinceGroup != 3) || !FieldBytes.TryNumber(plain[..length], out value))
            return false;
        if (negative)
            value = -value;
        return true;
    }

    /// <summary>What a number shows about the marks of its file.</summary>
    public static NumberShape ShapeOf(ReadOnlySpan<byte> field)
    {
        TakeSign(ref field);
        if (field.IsEmpty)
            return NumberShape.None;
        if (field.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return field.IndexOfAnyExcept((byte)'0') < 0 ? NumberShape.Zero : field.Length <= 3 ? NumberShape.Small : NumberShape.Large;
        int point = field.LastIndexOf((byte)'.'), comma = field.LastIndexOf((byte)',');
        int mark = Math.Max(point, comma);
        if (mark < 0) // Blanks or apostrophes group, or it is written as 1e3.
            return TryRead(field, NumberStyle.Point, out _) ? NumberShape.Large : NumberShape.None;
        var shape = MarkedShape(field, mark, isPoint: mark == point, both: point >= 0 && comma >= 0);
        if (shape is NumberShape.OpenPoint or NumberShape.OpenComma)
            return shape;
        return TryRead(field, shape == NumberShape.Point ? NumberStyle.Point : NumberStyle.Comma, out _) ? shape : NumberShape.None;
    }

    private static NumberShape MarkedShape(ReadOnlySpan<byte> field, int mark, bool isPoint, bool both)
    {
        NumberShape decimals = isPoint ? NumberShape.Point : NumberShape.Comma, thousands = isPoint ? NumberShape.Comma : NumberShape.Point;
        if (both)
            return decimals;
        if (field[..mark].Contains(field[mark])) // 1.234.567
            return thousands;
        var whole = field[..mark];
        bool mayGroup = whole.Length is >= 1 and <= 3 && whole[0] != '0' && whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && field.Length - mark - 1 == 3 && field[(mark + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        return !mayGroup ? decimals : isPoint ? NumberShape.OpenPoint : NumberShape.OpenComma;
    }

    private static bool TakeSign(ref ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> minus = "\u2212"u8;
        if (field.StartsWith(minus))
        {
            field = field[minus.Length..];
            return true;
        }

        if (field is [(byte)'-' or (byte)'+', ..])
        {
            bool negative = field[0] == '-';
            field = field[1..];
            return negative;
        }

        if (field is [(byte)'(', .., (byte)')']) // As accountants write what is subtracted.
        {
            field = field[1..^1];
            return true;
        }

        if (field is not [.., (byte)'-']) // Some systems write returns as 12-.
            return false;
        field = field[..^1];
        return true;
    }

    /// <summary>Length of what groups thousands here; 0 when nothing does.</summary>
    private static int GroupAt(ReadOnlySpan<byte> bytes, byte groupMark)
    {
        if (bytes[0] == groupMark || bytes[0] == '\'')
            return 1;
        return bytes.StartsWith("\u2019"u8) ? 3 : Blanks.LengthAt(bytes);
    }

    private static bool TryScientific(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest, bool negative, out double value)
    {
        value = 0;
        if (rest.IsEmpty || rest[0] is (byte)'-' or (byte)'+' || before.Length + rest.Length > Longest)
            return false;
        Span<byte> text = stackalloc byte[Longest];
        before.CopyTo(text);
        rest.CopyTo(text[before.Length..]);
        if (!FieldBytes.TryNumber(text[..(before.Length + rest.Length)], out value))
            return false;
        if (negative)
            value = -value;
        return true;
    }
}

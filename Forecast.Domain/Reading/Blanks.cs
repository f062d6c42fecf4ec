using System.Text.Unicode;

namespace Forecast.Domain.Reading;

/// <summary>
/// Blanks of every kind around the fields of a file: spaces that do not break, thin, wide and invisible ones, marks of byte order.
/// </summary>
internal static class Blanks
{
    private static readonly byte[][] Wide =
    [
        [0xC2, 0xA0], [0xC2, 0x85], [0xE1, 0x9A, 0x80], [0xE2, 0x80, 0x80], [0xE2, 0x80, 0x81], [0xE2, 0x80, 0x82], [0xE2, 0x80, 0x83],
        [0xE2, 0x80, 0x84], [0xE2, 0x80, 0x85], [0xE2, 0x80, 0x86], [0xE2, 0x80, 0x87], [0xE2, 0x80, 0x88], [0xE2, 0x80, 0x89],
        [0xE2, 0x80, 0x8A], [0xE2, 0x80, 0x8B], [0xE2, 0x80, 0x8C], [0xE2, 0x80, 0x8D], [0xE2, 0x80, 0x8E], [0xE2, 0x80, 0x8F],
        [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9], [0xE2, 0x80, 0xAF], [0xE2, 0x81, 0x9F], [0xE2, 0x81, 0xA0], [0xE3, 0x80, 0x80],
        [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>The field without outer blanks.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) =>
        field.IsEmpty || (IsSolid(field[0]) && IsSolid(field[^1])) ? field : TrimSlowly(field);

    /// <summary>Length in bytes of the blank that the bytes begin with; 0 when they begin with none.</summary>
    public static int LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        if (bytes[0] is (byte)' ' or (byte)'\t')
            return 1;
        foreach (var blank in Wide)
        {
            if (bytes.StartsWith(blank))
                return blank.Length;
        }

        return 0;
    }

    /// <summary>Whether a field holds text beyond ASCII, and whether that text is UTF-8.</summary>
    public static (bool Beyond, bool Valid) Utf8Of(ReadOnlySpan<byte> bytes) =>
        System.Text.Ascii.IsValid(bytes) ? (false, true) : (true, Utf8.IsValid(bytes));

    private static bool IsSolid(byte b) => b is > (byte)' ' and < 0x80;

    private static ReadOnlySpan<byte> TrimSlowly(ReadOnlySpan<byte> field)
    {
        for (int length; (length = LengthAt(field)) > 0;)
            field = field[length..];
        for (int length; (length = LengthAtEnd(field)) > 0;)
            field = field[..^length];
        return field;
    }

    private static int LengthAtEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        if (bytes[^1] is (byte)' ' or (byte)'\t')
            return 1;
        foreach (var blank in Wide)
        {
            if (bytes.EndsWith(blank))
                return blank.Length;
        }

        return 0;
    }
}

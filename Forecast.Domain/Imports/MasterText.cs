using System.Text.Unicode;

namespace Forecast.Domain.Imports;

/// <summary>Checks free texts of master files.</summary>
internal static class MasterText
{
    private const int Longest = 400;

    /// <summary>What is wrong with a text; null when nothing is. Empty is fine.</summary>
    public static string? Fault(ReadOnlySpan<byte> text, string column)
    {
        if (!Utf8.IsValid(text))
            return $"The {column} is not UTF-8 text. Save the file as CSV in UTF-8 and load it again.";
        if (text.Length > Longest)
            return $"The {column} is longer than {Longest} bytes. Check that no quote is missing.";
        return text.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 ? $"The {column} holds control characters. Write printable text." : null;
    }
}

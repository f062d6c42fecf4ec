using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>Codes of stores and items as they are kept: without outer blanks, in one form of Unicode.</summary>
internal static class CodeText
{
    /// <summary>The code in Unicode's composed form (NFC), so that one word is one code however it was typed.</summary>
    public static byte[] Composed(ReadOnlySpan<byte> code) =>
        Ascii.IsValid(code) ? code.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(code).Normalize(NormalizationForm.FormC));
}

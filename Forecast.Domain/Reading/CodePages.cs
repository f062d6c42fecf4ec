using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>The encodings of older exports that are no UTF-8, told by which of them makes letters of what stands in words.</summary>
internal static class CodePages
{
    private const int Western = 1252, Central = 1250, LookedAt = 1 << 20;

    /// <summary>Western European, unless Central European makes words of what would be signs within words.</summary>
    public static async Task<Encoding> OfAsync(Stream text, CancellationToken cancellationToken)
    {
        var bytes = new byte[LookedAt];
        int length = await text.ReadAtLeastAsync(bytes, LookedAt, throwOnEndOfStream: false, cancellationToken);
        var (western, central) = (Encodings(Western), Encodings(Central));
        return LettersInWords(bytes.AsSpan(0, length), central) > LettersInWords(bytes.AsSpan(0, length), western) ? central : western;
    }

    /// <summary>What the text was taken for, in words.</summary>
    public static string Words(Encoding? encoding) => encoding?.CodePage switch
    {
        Western => "Western European (Windows-1252)",
        Central => "Central European (Windows-1250)",
        _ => "Unicode",
    };

    private static Encoding Encodings(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)!;

    private static int LettersInWords(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        string text = encoding.GetString(bytes);
        int letters = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool inWord = (i > 0 && char.IsAsciiLetter(text[i - 1])) || (i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]));
            if (text[i] >= 0x80 && inWord && char.IsLetter(text[i]))
                letters++;
        }

        return letters;
    }
}

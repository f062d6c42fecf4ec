using System.Buffers.Binary;
using System.Buffers.Text;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>Where a page ends, as keys of its last row; callers get it as a word that means nothing to them.</summary>
internal static class Place
{
    public static string Write(params ReadOnlySpan<long> keys)
    {
        var bytes = new byte[8 * keys.Length];
        for (int i = 0; i < keys.Length; i++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8 * i), keys[i]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string text, out long[] keys)
    {
        keys = [];
        if (text.Length is 0 or > 64 || !Base64Url.IsValid(text, out int length) || length % 8 != 0)
            return false;
        var bytes = Base64Url.DecodeFromChars(text);
        keys = new long[bytes.Length / 8];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8 * i));
        return Array.TrueForAll(keys, key => key >= 0);
    }

    /// <summary>The keys after which to go on; zeros, which no row has, for the first page or a word of another list.</summary>
    public static long[] After(this ApiQuestion question, int keys) =>
        question.Get(ApiParameters.After) is { } after && after.Length == keys ? after : new long[keys];
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>A set of bins 0 to 255: what goes left at a split, be it a threshold, a side for NaN or a group of categories.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BinSet : IEquatable<BinSet>
{
    private ulong a, b, c, d;

    internal static BinSet All => new() { a = ulong.MaxValue, b = ulong.MaxValue, c = ulong.MaxValue, d = ulong.MaxValue };

    /// <summary>Bins 0 to <paramref name="last"/>, and the bin of NaN if <paramref name="withMissing"/>.</summary>
    internal static BinSet UpTo(int last, bool withMissing)
    {
        var set = default(BinSet);
        for (int bin = 0; bin <= last; bin++)
            set.Add(bin);
        if (withMissing)
            set.Add(FeatureBins.Missing);
        return set;
    }

    internal void Add(int bin) => Unsafe.Add(ref a, bin >> 6) |= 1UL << bin;

    internal readonly bool Contains(int bin) => ((Word(bin >> 6) >> bin) & 1) != 0;

    /// <summary>
    /// Which of 32 bins the set contains: all bits of their bytes are set. The byte is looked up by the upper five bits of a bin, the bit
    /// in it by the lower three.
    /// </summary>
    internal readonly Vector256<byte> Contains(Vector256<byte> bins)
    {
        const byte BitInByte = 7;
        var bit = Vector256.Shuffle(Vector256.Create(0x8040_2010_0804_0201UL).AsByte(), bins & Vector256.Create(BitInByte));
        return Vector256.Equals(Vector256.Shuffle(Vector256.Create(a, b, c, d).AsByte(), bins >> 3) & bit, bit);
    }

    internal readonly ulong Word(int index) => index switch { 0 => a, 1 => b, 2 => c, _ => d };

    internal static BinSet FromWords(ulong w0, ulong w1, ulong w2, ulong w3) => new() { a = w0, b = w1, c = w2, d = w3 };

    public readonly bool Equals(BinSet other) => a == other.a && b == other.b && c == other.c && d == other.d;

    public override readonly bool Equals(object? obj) => obj is BinSet other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(a, b, c, d);
}

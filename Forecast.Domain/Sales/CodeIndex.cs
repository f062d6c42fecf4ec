using System.Diagnostics.CodeAnalysis;

namespace Forecast.Domain.Sales;

/// <summary>Codes to places, asked with the bytes of a file, so that a row costs no string.</summary>
internal sealed class CodeIndex
{
    private readonly Dictionary<byte[], int> places = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private byte[] lastCode = [];
    private int lastPlace;

    public CodeIndex() => lookup = places.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => places.Count;

    public bool TryFind(ReadOnlySpan<byte> code, out int place)
    {
        if (code.SequenceEqual(lastCode)) // Files repeat the code of the row before more often than not.
        {
            place = lastPlace;
            return lastCode.Length > 0;
        }

        if (!lookup.TryGetValue(code, out var known, out place))
            return false;
        lastCode = known;
        lastPlace = place;
        return true;
    }

    public void Add(byte[] code, int place) => places.Add(code, place);

    /// <summary>Another way to write a known code; one that is a code itself stays that.</summary>
    public void AddAlias(byte[] code, int place) => places.TryAdd(code, place);

    /// <summary>Seeded by the framework's <see cref="HashCode"/>, so that no file can be made of colliding codes.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Forecast.Training.Boosting;

/// <summary>
/// The frame of stored models: four letters, a version, the length of the body, the body, its CRC-32C; little-endian. Whatever is cut
/// off, changed or foreign is found here, before anything is made of it.
/// </summary>
internal static class CheckedFormat
{
    private const int Header = 12;

    internal static void Write(Stream stream, string letters, int version, Action<BinaryWriter> body)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
            body(writer);
        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);

        Span<byte> frame = stackalloc byte[Header];
        Encoding.ASCII.GetBytes(letters, frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], version);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], bytes.Length);
        stream.Write(frame);
        stream.Write(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Crc(bytes));
        stream.Write(frame[..4]);
    }

    /// <summary>Reads a frame and makes something of its body.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold <paramref name="what"/> of this version, whole and
    /// unchanged.</exception>
    internal static T Read<T>(Stream stream, string letters, int version, string what, Func<BinaryReader, T> body)
    {
        Span<byte> frame = stackalloc byte[Header];
        if (stream.ReadAtLeast(frame, Header, throwOnEndOfStream: false) < Header)
            throw new InvalidDataException($"The stored {what} end before their header does; the file is cut off or empty.");
        if (!frame[..4].SequenceEqual(Encoding.ASCII.GetBytes(letters)))
            throw new InvalidDataException($"The file holds no stored {what}: it does not begin with '{letters}'.");
        int found = BinaryPrimitives.ReadInt32LittleEndian(frame[4..]);
        if (found != version)
            throw new InvalidDataException(
                $"The stored {what} have format version {found}; this program reads version {version}. Fit them again.");

        int length = BinaryPrimitives.ReadInt32LittleEndian(frame[8..]);
        var bytes = ReadBody(stream, length, what);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var result = body(reader);
            if (reader.BaseStream.Position != length)
                throw new InvalidDataException(
                    $"The stored {what} have {length - reader.BaseStream.Position} bytes more than they should.");
            return result;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"The stored {what} end too early.", e);
        }
    }

    private static byte[] ReadBody(Stream stream, int length, string what)
    {
        if (length < 0)
            throw new InvalidDataException($"The stored {what} claim a length of {length} bytes.");
        // Grows with what is really there, so that a damaged length cannot ask for gigabytes.
        using var memory = new MemoryStream();
        var buffer = new byte[65_536];
        while (memory.Length < length + 4L)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length + 4L - memory.Length));
            if (read == 0)
                throw new InvalidDataException($"The stored {what} are cut off: {memory.Length} of {length + 4L} bytes.");
            memory.Write(buffer, 0, read);
        }

        var bytes = memory.ToArray();
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length)) != Crc(bytes.AsSpan(0, length)))
            throw new InvalidDataException($"The stored {what} are damaged: their checksum does not match.");
        return bytes[..length];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}

using System.IO.Compression;
using Forecast.Domain.Reading;

namespace Forecast.Tests.Domain.Reading;

public class LoadFileTests
{
    [Fact]
    public async Task PackedFile_IsReadUpToItsLimit_AndRefusedBeyond()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        Assert.True(packed.Length < 1_000); // What makes it a danger.

        Assert.Equal(100_000, await LengthAsync(packed, mostUnpacked: 100_000));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => LengthAsync(packed, mostUnpacked: 99_999));
        Assert.Contains("unpacks to more than 99,999 bytes", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<long> LengthAsync(Stream packed, long mostUnpacked)
    {
        packed.Position = 0;
        await using var file = new LoadFile(packed, sheet: null, mostUnpacked);
        var bytes = await file.OpenAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        long length = 0;
        while (await bytes.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            length += count;
        return length;
    }
}

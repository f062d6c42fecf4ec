using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using MiniExcelLibs;

namespace Forecast.Tests.Domain.Imports;

/// <summary>Files that cannot be taken at all: the load fails with words, and nothing of it stays.</summary>
public class SalesImportBadFileTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    [Fact]
    public Task EmptyFile_IsRefused() => AssertRefusedAsync([], "The file is empty");

    [Fact]
    public Task FileOfBlankLines_IsRefused() => AssertRefusedAsync("\n\n\n"u8.ToArray(), "The file is empty");

    [Fact]
    public Task ByteOrderMarkAlone_IsRefused() => AssertRefusedAsync([0xEF, 0xBB, 0xBF], "The file is empty");

    [Fact]
    public Task PackedNothing_IsRefused() => AssertRefusedAsync(Packed(""), "The file is empty");

    [Fact]
    public Task HeaderOnly_IsRefused() => AssertRefusedAsync("date,store,item,quantity\n"u8.ToArray(), "a header and no rows");

    [Fact]
    public Task MissingColumns_AreNamedWithThoseFound() =>
        AssertRefusedAsync(
            "when,store,item,how many\n2026-01-01,S,I,3\n"u8.ToArray(), "lacks \"date\", \"quantity\"",
            "\"when\", \"store\", \"item\", \"how many\"", "--columns date=NAME");

    [Fact]
    public Task WrongFile_IsRefused() =>
        AssertRefusedAsync("hello world\nthis is not a table\n"u8.ToArray(), "lacks \"date\", \"store\", \"item\", \"quantity\"");

    [Fact]
    public Task DuplicateColumn_IsRefused() =>
        AssertRefusedAsync("date,store,item,quantity,Quantity\n2026-01-01,S,I,3,4\n"u8.ToArray(), "\"quantity\" more than once");

    [Fact]
    public Task DamagedWorkbook_IsRefused() => AssertRefusedAsync([(byte)'P', (byte)'K', 3, 4, 20, 0, 0, 0], "damaged", "Excel");

    [Fact]
    public Task OldWorkbook_IsRefused() => AssertRefusedAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "(.xls)");

    [Fact]
    public async Task ArchiveThatIsNoWorkbook_IsRefused()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("sales.csv").Open())
            entry.Write("date,store,item,quantity\n"u8);
        await AssertRefusedAsync(bytes.ToArray(), "ZIP archive and no workbook");
    }

    [Fact]
    public Task WorkbookWithAPartOfFourGigabytes_IsRefusedBeforeItIsUnpacked()
    {
        byte[] workbook = Workbook("");
        int directory = workbook.AsSpan().LastIndexOf("xl/worksheets/sheet1.xml"u8) - 46; // APPNOTE.TXT 6.3.10, section 4.3.12
        BinaryPrimitives.WriteUInt32LittleEndian(workbook.AsSpan(directory + 24), uint.MaxValue - 1);
        return AssertRefusedAsync(workbook, "sheet1.xml unpacks to more than 2,147,483,648 bytes");
    }

    [Fact]
    public async Task WorkbookThatNamesAFileOfTheServer_IsRefused_AndTheFileNotRead()
    {
        byte[] workbook = Workbook("<!DOCTYPE worksheet [<!ENTITY file SYSTEM \"file:///etc/hostname\">]>");
        await AssertRefusedAsync(workbook, "damaged");
    }

    [Fact]
    public async Task PackedFileCutOff_IsRefused()
    {
        var rows = new StringBuilder("date,store,item,quantity\n");
        for (int i = 0; i < 20_000; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"2026-01-01,S,I{i * 7919 % 20_011},{i * 31 % 97}\n");
        byte[] packed = Packed(rows.ToString());
        await AssertRefusedAsync(packed[..(packed.Length / 2)], "damaged or cut off");
    }

    [Fact]
    public Task PackedFileDamaged_IsRefused()
    {
        byte[] packed = Packed("date,store,item,quantity\n2026-01-01,S,I,3\n");
        packed[^6] ^= 0x55; // Within the check sum.
        return AssertRefusedAsync(packed, "damaged or cut off");
    }

    [Fact]
    public async Task OneGigabyteOnOneLine_IsRefusedInBoundedMemory()
    {
        const long length = 1L << 30;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await using var endless = new EndlessLine(length);
        var load = await NewImport().RunAsync(endless, Request, progress: null, Stop);

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Contains("longer than 1,048,576 bytes", load.Message, StringComparison.Ordinal);
        Assert.True(endless.Position < 16 << 20, $"{endless.Position} bytes were read before giving up");
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 128 << 20, "more memory was used than the longest row allows");
    }

    [Fact]
    public async Task OneGigabyteInOneRow_IsRefusedInBoundedMemory()
    {
        await using var endless = new EndlessLine(1L << 30, "date,store,item,quantity\n2026-01-01,S,I,");
        var load = await NewImport().RunAsync(endless, Request, progress: null, Stop);

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Contains("longer than 1,048,576 bytes", load.Message, StringComparison.Ordinal);
        Assert.True(endless.Position < 16 << 20, $"{endless.Position} bytes were read before giving up");
    }

    [Fact]
    public async Task UnknownStores_WithSeveralRegionsAndNoneChosen_AreRefused()
    {
        await ExecuteAsync("INSERT INTO region (code, name, time_zone, holiday_calendar, morning_run_at, deadline_at) VALUES ('Q', 'Q', "
            + "'UTC', '', '05:00', '09:00')");
        await AssertRefusedAsync("date,store,item,quantity\n2026-01-01,S,I,3\n"u8.ToArray(), "--region CODE; there are Q, R");
    }

    /// <summary>A workbook of one row, with something ahead of its sheet.</summary>
    private static byte[] Workbook(string prolog)
    {
        using var bytes = new MemoryStream();
        bytes.SaveAs(new[] { new { date = new DateTime(2026, 5, 1), store = "S", item = "I", quantity = 3 } });
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!;
            string text;
            using (var reader = new StreamReader(sheet.Open()))
                text = reader.ReadToEnd();
            sheet.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
            int declaration = text.StartsWith("<?xml", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) + 2 : 0;
            writer.Write(text.Insert(declaration, prolog));
        }

        return bytes.ToArray();
    }

    private async Task AssertRefusedAsync(byte[] file, params string[] words)
    {
        var load = await LoadAsync(file);

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.NotNull(load.FinishedAt);
        Assert.All(words, word => Assert.Contains(word, load.Message, StringComparison.Ordinal));
        Assert.Equal("Failed 0 0 0 0", await ScalarAsync(
            "SELECT concat_ws(' ', (SELECT status FROM load), (SELECT count(*) FROM series_year), (SELECT count(*) FROM store), (SELECT "
                + "count(*) FROM item), (SELECT count(*) FROM rejected_row))"));
    }

    /// <summary>A start and then one byte, over and over, without a line end.</summary>
    private sealed class EndlessLine(long length, string start = "") : Stream
    {
        private readonly byte[] start = Encoding.UTF8.GetBytes(start);
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => position; set => position = value; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, length - position);
            buffer[..count].Fill((byte)'7');
            if (position < start.Length)
            {
                count = (int)Math.Min(count, start.Length - position);
                start.AsSpan((int)position, count).CopyTo(buffer);
            }

            position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Domain.Imports;

/// <summary>Who took what in, and what became of it, is written down with the load itself.</summary>
public sealed class ImportAuditTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    [Fact]
    public async Task FileThatIsTaken_IsWrittenDown_WithItsRegionsAndCounts()
    {
        await LoadAsync("date,store,item,quantity\n2026-06-01,S,I,3\n2026-06-02,S,I,x\n");

        await using var db = NewContext();
        var entry = await db.AuditEntries.SingleAsync(Stop);
        Assert.Equal(
            ("test", "import", "file test.csv", "load 1, Sales of R: 2 rows read, 1 taken, 1 rejected, 1 values changed"),
            (entry.By, entry.Action, entry.Subject, entry.Detail));
    }

    [Fact]
    public async Task FileThatIsRefused_IsWrittenDown_WithTheReason()
    {
        var load = await LoadAsync("");

        await using var db = NewContext();
        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Equal($"load 1, Sales, failed: {load.Message}", (await db.AuditEntries.SingleAsync(Stop)).Detail);
    }
}

using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Forecast.Web.Features.Audit;
using Forecast.Web.Features.Audit.Reading;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Web.Features.Audit;

/// <summary>What was written down, over a real database.</summary>
public sealed class AuditTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Page_ShowsTheNewestFirst_AndFinds()
    {
        await WriteAsync("Ada Admin", "grant region", "Petra Nord (test:Petra Nord)", "North");
        await WriteAsync("Will West", "sign in", "test:Will West", "Planner");
        Visit(Seed.Ada, "audit");

        var page = Render<AuditPage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(["Sat 21 Nov 2026 07:00 Will West sign in test:Will West Planner",
            "Sat 21 Nov 2026 07:00 Ada Admin grant region Petra Nord (test:Petra Nord) North"], page.FindAll("tbody tr").Select(TextOf));
        var found = await new AuditReader(Database.Viewers).FindAsync(Seed.Viewer(Seed.Ada), "PETRA", null, 10, Soon);
        Assert.Equal("grant region", Assert.Single(found).Action);
    }

    [Fact]
    public async Task Entries_CanBeAddedOnly()
    {
        await WriteAsync("Ada Admin", "close account", "Petra", "");
        await using var db = Database.CreateDbContext();

        foreach (var change in (string[])["UPDATE audit_entry SET by = 'nobody'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync(change, Soon));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Equal("Ada Admin", (await db.AuditEntries.SingleAsync(Soon)).By);
    }

    [Fact]
    public async Task NobodyButAdmins_ReadsIt()
    {
        var reader = new AuditReader(Database.Viewers);
        var petra = Seed.Viewer(Seed.Petra, Seed.North);

        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.FindAsync(petra, "", null, 10, Soon));
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await reader.AllAsync(petra, "", Soon).AnyAsync(Soon));
    }

    [Fact] // A name can be anything; a spreadsheet must not run it.
    public void Export_HoldsNoFormula() => Assert.Equal(
        "2026-11-21T07:00:00Z,'=cmd(),sign in,\"a,b\",\r\n",
        AuditExport.Line(new AuditEntry { At = Boards.Morning, By = "=cmd()", Action = "sign in", Subject = "a,b" }));

    private Task WriteAsync(string by, string action, string subject, string detail) =>
        new AuditTrail(Database, Clock).AddAsync(by, action, subject, detail, Soon);
}

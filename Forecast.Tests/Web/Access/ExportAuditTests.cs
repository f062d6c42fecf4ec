using System.Net;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Access;

/// <summary>What leaves the product as a file, and who was turned away, can be read afterwards.</summary>
public class ExportAuditTests(AuthorizationMatrixTests.Seeded product) : IClassFixture<AuthorizationMatrixTests.Seeded>
{
    [Fact]
    public async Task FilesAndRefusals_AreWrittenDown()
    {
        using (var petra = await SignedInAsync(2))
        {
            foreach (var file in (string[])["/region/NORTH/board.csv", "/days.csv?region=NORTH", "/region/NORTH/store/N1.csv"])
                await petra.ReadAsync(file);
            using var foreign = await petra.GetAsync("/region/WEST/board.csv");
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
            using var refused = await petra.GetAsync("/audit.csv");
            Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        }

        using (var ada = await SignedInAsync(4))
            await ada.ReadAsync("/audit.csv?find=Petra");

        await using var db = product.Database();
        var entries = await db.AuditEntries.OrderBy(a => a.Id).Select(a => $"{a.By}: {a.Action} {a.Subject} {a.Detail}".Trim())
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "Petra Nord: export board of NORTH board-NORTH-2026-11-21.csv",
                "Petra Nord: export days to look at of NORTH",
                "Petra Nord: export store N1 in NORTH N1-2026-11-21.csv",
                "Petra Nord: refused GET /region/WEST/board.csv Region WEST is not among theirs; answered as if there were none.",
                "Petra Nord: refused GET /audit.csv Not for a Planner.",
                "Ada Admin: export audit found by Petra",
            ],
            entries);
    }

    private async Task<Visitor> SignedInAsync(int who)
    {
        var visitor = new Visitor(product.Web.Address);
        (await visitor.SignInAsync(product.Visitors[who]!)).Dispose();
        return visitor;
    }
}

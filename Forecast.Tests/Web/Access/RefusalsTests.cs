using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Forecast.Tests.Web.Access;

public sealed class RefusalsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly Viewer Petra = new(1, "Petra", Role.Planner, new HashSet<int>());
    private static readonly Viewer Will = new(2, "Will", Role.Planner, new HashSet<int>());

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoTriesAThousandDoors_DoesNotBuryWhatOthersDid()
    {
        var clock = new StillClock(Boards.Morning);
        var refusals = new Refusals(new AuditTrail(database, clock), clock, NullLogger<Refusals>.Instance);
        for (int door = 0; door < 3 * Refusals.Most; door++)
            await refusals.NoteAsync(Petra, "GET /audit", "Not for a Planner.");
        await refusals.NoteAsync(Will, "GET /data", "Not for a Planner.");

        await using var db = database.CreateDbContext();
        var ofPetra = await db.AuditEntries.Where(a => a.By == "Petra").OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync(Soon);
        Assert.Equal(Refusals.Most, ofPetra.Count);
        Assert.Equal("Not for a Planner.", ofPetra[^2]);
        Assert.Equal("Not for a Planner. Further refusals of this hour are not written down.", ofPetra[^1]);
        var ofWill = await db.AuditEntries.SingleAsync(a => a.By == "Will", Soon);
        Assert.Equal(("refused", "GET /data"), (ofWill.Action, ofWill.Subject));

        clock.Now += TimeSpan.FromHours(2);
        await refusals.NoteAsync(Petra, "GET /audit", "Not for a Planner.");

        Assert.Equal(Refusals.Most + 1, await db.AuditEntries.CountAsync(a => a.By == "Petra", Soon));
    }
}

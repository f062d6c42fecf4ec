using System.Security.Claims;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Forecast.Tests.Web.Access;

public class ViewerDirectoryTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly StillClock clock = new(Boards.Morning);
    private User petra = null!;
    private readonly Guid session = Guid.NewGuid();
    private int region;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private ViewerDirectory Directory => new(database, clock);

    private EndedSessions Ended => new(database, clock);

    private Sessions Sessions => new(Directory, Ended);

    public async ValueTask InitializeAsync()
    {
        await using var db = database.CreateDbContext();
        var area = new Region { Code = Guid.NewGuid().ToString(), Name = "Area", TimeZone = "Europe/Berlin" };
        petra = new User { Subject = Guid.NewGuid().ToString(), Name = "Petra", Role = Role.Planner };
        db.AddRange(area, petra);
        await db.SaveChangesAsync(Soon);
        db.Add(new RegionGrant { UserId = petra.Id, RegionId = area.Id });
        await db.SaveChangesAsync(Soon);
        region = area.Id;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Planner_HasTheGrantedRegions()
    {
        var viewer = await Directory.FindAsync(petra.Id, Soon);

        Assert.Equal(("Petra", Role.Planner), (viewer!.Name, viewer.Role));
        Assert.Equal([region], viewer.RegionIds);
    }

    [Fact]
    public async Task Admin_HasAllRegions()
    {
        await ChangeAsync(u => u.Role = Role.Admin);

        Assert.Contains(region, (await Directory.FindAsync(petra.Id, Soon))!.RegionIds);
    }

    [Fact]
    public async Task UnknownUser_IsNobody() => Assert.Null(await Directory.FindAsync(int.MaxValue, Soon));

    [Fact]
    public async Task ClosedAccount_IsNobodyWithinThirtySeconds()
    {
        var directory = Directory;
        await directory.FindAsync(petra.Id, Soon);
        await ChangeAsync(u => u.DisabledAt = clock.Now);

        Assert.NotNull(await directory.FindAsync(petra.Id, Soon));
        clock.Now += TimeSpan.FromSeconds(30);
        Assert.Null(await directory.FindAsync(petra.Id, Soon));
    }

    [Fact]
    public async Task WithdrawnGrant_IsGoneWithinThirtySeconds()
    {
        var directory = Directory;
        await directory.FindAsync(petra.Id, Soon);
        await using (var db = database.CreateDbContext())
            await db.RegionGrants.Where(g => g.UserId == petra.Id).ExecuteDeleteAsync(Soon);

        clock.Now += TimeSpan.FromSeconds(30);

        Assert.Empty((await directory.FindAsync(petra.Id, Soon))!.RegionIds);
    }

    [Fact]
    public async Task OpenCircuit_StaysWhileNothingChanges() => Assert.True(await RevalidateAsync());

    [Fact]
    public async Task OpenCircuit_EndsWhenTheAccountIsClosed()
    {
        await ChangeAsync(u => u.DisabledAt = clock.Now);

        Assert.False(await RevalidateAsync());
    }

    [Fact]
    public async Task OpenCircuit_EndsWhenTheRoleChanges()
    {
        await ChangeAsync(u => u.Role = Role.Admin);

        Assert.False(await RevalidateAsync());
    }

    [Fact]
    public async Task OpenCircuit_EndsWhenARegionIsTakenAway()
    {
        await using (var db = database.CreateDbContext())
            await db.RegionGrants.Where(g => g.UserId == petra.Id).ExecuteDeleteAsync(Soon);

        Assert.False(await RevalidateAsync());
    }

    [Fact]
    public async Task OpenCircuit_EndsWithItsSession()
    {
        await Ended.EndAsync(session, Soon);

        Assert.False(await RevalidateAsync());
    }

    [Fact]
    public async Task OpenCircuit_EndsADayAfterItsSessionBegan_HoweverMuchItWasUsed()
    {
        clock.Now = Boards.Morning + AccessRegistration.SessionLifetime - TimeSpan.FromSeconds(1);
        Assert.True(await RevalidateAsync());

        clock.Now += TimeSpan.FromSeconds(1);

        Assert.False(await RevalidateAsync());
    }

    [Fact]
    public void RenewedCookie_KeepsItsSessionAndWhenItBegan()
    {
        var renewed = SignedInUser.Renewed(Principal(), new Viewer(petra.Id, "Petra", Role.Viewer, new HashSet<int>()));

        Assert.Equal((session, Boards.Morning), (SignedInUser.Session(renewed)!.Value, SignedInUser.Begun(renewed)!.Value));
        Assert.True(renewed.IsInRole(nameof(Role.Viewer)));
    }

    [Fact]
    public async Task OpenCircuit_StaysWhileTheDatabaseIsAway()
    {
        await using var nowhere = new Unreachable();
        var sessions = new Sessions(new ViewerDirectory(nowhere, clock), new EndedSessions(nowhere, clock));
        using var revalidation = new AccountRevalidation(NullLoggerFactory.Instance, sessions);

        Assert.True(await revalidation.IsStillTrueAsync(new AuthenticationState(Principal()), Soon));
    }

    [Fact]
    public void RevokedRight_ClosesWhatItOpened_WithinAMinute() =>
        Assert.True(AccountRevalidation.Interval + ViewerDirectory.Lifetime < TimeSpan.FromMinutes(1));

    [Fact]
    public async Task SessionEndedAtOneReplica_IsOverAtAnotherWithinFiveSeconds()
    {
        var (here, there) = (Ended, Ended);
        Assert.False(await there.HasEndedAsync(session, Soon));
        await here.EndAsync(session, Soon);
        await here.EndAsync(session, Soon); // Twice is once.

        Assert.True(await here.HasEndedAsync(session, Soon));
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.True(await there.HasEndedAsync(session, Soon));
    }

    [Fact]
    public async Task EndedSession_IsKeptUntilItsCookiesHaveExpired()
    {
        var ended = Ended;
        await ended.EndAsync(session, Soon);
        clock.Now += TimeSpan.FromHours(13); // A cookie is good for 12 hours.
        await ended.EndAsync(Guid.NewGuid(), Soon);
        Assert.True(await Ended.HasEndedAsync(session, Soon));

        clock.Now += TimeSpan.FromHours(12);
        await ended.EndAsync(Guid.NewGuid(), Soon);

        Assert.False(await Ended.HasEndedAsync(session, Soon));
    }

    [Fact]
    public void CookieOfTheReleaseBefore_NamesNoSession()
    {
        var old = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "1")], "Cookies"));

        Assert.Null(SignedInUser.Session(old));
    }

    [Fact]
    public async Task SomebodyNotSignedIn_HasNoViewer()
    {
        var source = new ViewerSource(Sessions, new Anonymous());

        await Assert.ThrowsAsync<AccessDeniedException>(async () => await source.CurrentAsync(Soon));
    }

    [Fact]
    public async Task PlainRequest_IsOfItsOwnUser()
    {
        var source = new ViewerSource(Sessions, new Anonymous());

        source.Use(Principal());

        Assert.Equal(petra.Id, (await source.CurrentAsync(Soon)).UserId);
    }

    [Fact]
    public void KeysOfOneProcess_OpenWhatAnotherSealed()
    {
        using var one = Replica();
        using var other = Replica();
        SharedKeyRepository.ProvisionFirstKey(one);

        var sealed_ = one.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("Petra");

        Assert.Equal("Petra", other.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(sealed_));
    }

    private ServiceProvider Replica()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IDbContextFactory<ForeactDb>>(database);
        services.AddSharedKeys(new ConfigurationBuilder().Build());
        return services.BuildServiceProvider();
    }

    private async Task<bool> RevalidateAsync()
    {
        using var revalidation = new AccountRevalidation(NullLoggerFactory.Instance, Sessions);
        return await revalidation.IsStillTrueAsync(new AuthenticationState(Principal()), Soon);
    }

    private ClaimsPrincipal Principal() =>
        SignedInUser.From(new Viewer(petra.Id, "Petra", Role.Planner, new HashSet<int> { region }), session, Boards.Morning);

    private async Task ChangeAsync(Action<User> change)
    {
        await using var db = database.CreateDbContext();
        change(await db.Users.SingleAsync(u => u.Id == petra.Id, Soon));
        await db.SaveChangesAsync(Soon);
    }

    /// <summary>A database server that is not there.</summary>
    private sealed class Unreachable : IDbContextFactory<ForeactDb>, IAsyncDisposable
    {
        private readonly Npgsql.NpgsqlDataSource source = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2");

        public ForeactDb CreateDbContext() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(source).Options);

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }

    private sealed class Anonymous : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
    }
}

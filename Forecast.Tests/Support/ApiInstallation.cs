using System.Net.Http.Headers;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Training.Runs.Planning;
using Forecast.Web.Access.Api;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>
/// A replica over the two regions of <see cref="BoardSeed"/> with the items I1 and I2 in each store: forecasts of 60 % and 40 % of the
/// store's units a day, and 8 a day sold of each since the first of November. Its people have tokens.
/// </summary>
public class ApiInstallation(EmbeddedServers servers) : Installation(servers)
{
    public ProductProcess Web { get; private set; } = null!;

    internal BoardSeed Seed { get; private set; } = null!;

    internal User Vera { get; private set; } = null!;

    /// <summary>May read and refresh NORTH.</summary>
    public string PetrasToken { get; private set; } = "";

    /// <summary>May read and refresh WEST.</summary>
    public string WillsToken { get; private set; } = "";

    /// <summary>May read NORTH; the viewer has ticked everything.</summary>
    public string VerasToken { get; private set; } = "";

    /// <summary>May do everything.</summary>
    public string AdasToken { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Seed = await BoardSeed.PlantAsync(ConnectionString);
        await using (var source = NpgsqlDataSource.Create(ConnectionString))
            await new ForecastPartitions(source).EnsureAsync(Boards.Origin, TestContext.Current.CancellationToken);
        await using (var db = Database())
            await PlantAsync(db);
        await RunAsync("migrate");
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["Runs__StartsByItself"] = "false" };
        foreach (var (name, value) in More())
            settings[name] = value;
        Settings = settings;
        Web = await StartAsync("web");
    }

    public ForeactDb Database() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(ConnectionString).Options);

    /// <summary>Somebody who asks with a token; none is nobody.</summary>
    public HttpClient Caller(string? token)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Web.Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Settings beyond the usual ones; generous, as tests ask often.</summary>
    protected virtual Dictionary<string, string> More() => new(StringComparer.Ordinal)
    {
        ["Api__CallsPerMinute"] = "1000000",
        ["Limits__ApiCallsPerMinute"] = "1000000",
    };

    /// <summary>A token of somebody, which the database knows from now on.</summary>
    internal async Task<string> TokenAsync(
        User owner, IReadOnlyList<string> scopes, DateTimeOffset? expires = null, DateTimeOffset? revoked = null)
    {
        await using var db = Database();
        var text = Token(db, owner, scopes, expires, revoked);
        await db.SaveChangesAsync();
        return text;
    }

    private string Token(
        ForeactDb db, User owner, IReadOnlyList<string> scopes, DateTimeOffset? expires = null, DateTimeOffset? revoked = null)
    {
        var text = PersonalTokens.NewText();
        db.Add(new PersonalToken
        {
            UserId = owner.Id,
            Name = "test",
            Hash = PersonalTokens.HashOf(text),
            Ending = text[^4..],
            Scopes = [.. scopes],
            CreatedAt = Boards.Morning,
            ExpiresAt = expires ?? Clock.GetUtcNow().AddDays(30),
            RevokedAt = revoked,
        });
        return text;
    }

    private async Task PlantAsync(ForeactDb db)
    {
        Vera = new User { Subject = "test:vera", Name = "Vera Viewer", Role = Role.Viewer };
        db.Add(Vera);
        await db.SaveChangesAsync();
        db.Add(new RegionGrant { UserId = Vera.Id, RegionId = Seed.North });
        (PetrasToken, WillsToken) = (Token(db, Seed.Petra, ApiScopes.All), Token(db, Seed.Will, ApiScopes.All));
        (VerasToken, AdasToken) = (Token(db, Vera, ApiScopes.All), Token(db, Seed.Ada, ApiScopes.All));
        var items = await db.Items.OrderBy(i => i.Code).ToListAsync();
        var shown = await db.CurrentForecasts.Join(db.StoreOutlooks, c => new { c.VersionId, c.StoreId },
            o => new { o.VersionId, o.StoreId }, (c, o) => o).AsNoTracking().ToListAsync();
        foreach (var outlook in shown)
        {
            foreach (var (item, share) in items.Zip((float[])[0.6f, 0.4f]))
            {
                var series = new Series { StoreId = outlook.StoreId, ItemId = item.Id };
                db.Add(series);
                await db.SaveChangesAsync();
                db.AddRange(Of(series.Id, outlook, share), History(series.Id));
            }
        }

        await db.SaveChangesAsync();
    }

    private static SeriesForecast Of(int seriesId, StoreOutlook outlook, float share) => new()
    {
        Partition = Boards.Origin,
        VersionId = outlook.VersionId,
        SeriesId = seriesId,
        Mean = [.. outlook.Mean.Select(units => units * share)],
        P10 = [.. outlook.P10.Select(units => units * share)],
        P50 = [.. outlook.P50.Select(units => units * share)],
        P90 = [.. outlook.P90.Select(units => units * share)],
        Method = "theta",
        Reason = "It was the best.",
    };

    private static SeriesYear History(int seriesId)
    {
        float[] year = Boards.Fill(365, float.NaN);
        for (var day = new DateOnly(Boards.Origin.Year, 11, 1); day <= Boards.Origin; day = day.AddDays(1))
            year[day.DayOfYear - 1] = 8;
        return new SeriesYear { SeriesId = seriesId, Year = (short)Boards.Origin.Year, Quantity = year };
    }
}

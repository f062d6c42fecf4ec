using System.Security.Claims;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Training;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Accuracy;
using Forecast.Web.Features.Audit;
using Forecast.Web.Features.Basis;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Briefs;
using Forecast.Web.Features.Models;
using Forecast.Web.Features.People;
using Forecast.Web.Features.Runs;
using Forecast.Web.Features.Sales;
using Forecast.Web.Features.Sheets;
using Forecast.Web.Features.Tokens;
using Forecast.Web.Features.Transport;
using Forecast.Web.Features.Worklists;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Support;

/// <summary>Renders whole pages over a real database, planted with <see cref="BoardSeed"/>; runs are asked for but not computed.</summary>
public abstract class PageScreen(EmbeddedServers servers) : Screen, IAsyncLifetime
{
    /// <summary>A database server that is not there.</summary>
    protected const string Nowhere = "Host=127.0.0.1;Port=1;Timeout=2";

    protected TestDatabase Database { get; } = new(servers);

    protected BoardSeed Seed { get; private set; } = null!;

    internal StillClock Clock { get; } = new(Boards.Morning);

    protected static CancellationToken Soon => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await using var db = Database.CreateDbContext();
        Seed = await BoardSeed.PlantAsync(db);
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Signs a user in and registers what the pages need; the page is rendered next.</summary>
    /// <param name="user">Who looks.</param>
    /// <param name="address">Where, relative to the site.</param>
    /// <param name="connection">Another database than the planted one.</param>
    protected void Visit(User user, string address, string? connection = null)
    {
        SignIn(user.Name, user.Role == Role.Admin);
        var viewer = new Viewer(user.Id, user.Name, user.Role, new HashSet<int>());
        Authorization.SetClaims([.. SignedInUser.From(viewer, Guid.NewGuid(), Clock.Now).Claims.Where(c => c.Type != ClaimTypes.Name)]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Forecast"] = connection ?? Database.ConnectionString,
            ["Blobs:ConnectionString"] = "UseDevelopmentStorage=true",
        }).Build();
        Services.AddLogging();
        Services.AddForeactDatabase(configuration);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddForeactTraining(configuration);
        Services.AddForeactBoard();
        Services.AddForeactBasis();
        Services.AddForeactSheets();
        Services.AddForeactTransport();
        Services.AddForeactAccuracy();
        Services.AddForeactRunPages();
        Services.AddForeactModelPages();
        Services.AddForeactSales();
        Services.AddForeactPeople();
        Services.AddForeactAudit();
        Services.AddForeactTokens();
        Services.AddForeactWorklists();
        Services.AddForeactBriefs(configuration);
        Services.AddSingleton<IConfiguration>(configuration);
        // Rights are read from the real database even where the page's is gone.
        var directory = new ViewerDirectory(Database, Clock);
        Services.AddSingleton(directory);
        Services.AddSingleton(new AuditTrail(Database, Clock));
        Services.AddSingleton<Refusals>();
        Services.AddSingleton(new PersonalTokens(Database, directory, Clock));
        var sessions = new Sessions(directory, new EndedSessions(Database, Clock));
        Services.AddScoped(provider => new ViewerSource(sessions, provider.GetRequiredService<AuthenticationStateProvider>()));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
    }
}

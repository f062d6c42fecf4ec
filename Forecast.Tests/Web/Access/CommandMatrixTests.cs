using System.Collections;
using System.Reflection;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training;
using Forecast.Training.Explanations;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Reading;
using Forecast.Web.Features.Audit;
using Forecast.Web.Features.Audit.Reading;
using Forecast.Web.Features.Basis;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Ended;
using Forecast.Web.Features.Finder;
using Forecast.Web.Features.Models;
using Forecast.Web.Features.People;
using Forecast.Web.Features.People.Reading;
using Forecast.Web.Features.Runs;
using Forecast.Web.Features.Runs.Reading;
using Forecast.Web.Features.Sales;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Features.Sheets;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Features.Tokens;
using Forecast.Web.Features.Transport;
using Forecast.Web.Features.Transport.Entering;
using Forecast.Web.Features.Transport.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Access;

/// <summary>
/// Every command and reader that works for a viewer, asked for something of NORTH by everybody who might: addresses are one way to them,
/// open pages another. One that is not in the table fails the test: whoever adds it says here who may have it.
/// </summary>
public sealed class CommandMatrixTests(EmbeddedServers servers) : IAsyncLifetime
{
    private static readonly string[] People = ["viewer of NORTH", "planner of NORTH", "planner of WEST", "admin"];

    /// <summary>
    /// What each of them gets: O an answer, N nothing, as if it did not exist, D a refusal of the person, R one of what was asked. In
    /// order: what was changed by one is there for the next.
    /// </summary>
    private static readonly (string Command, string Expected, Func<Asked, Task> Ask)[] Table =
    [
        ("ViewerContexts.OpenAsync", "OOOO", a => a.Get<ViewerContexts>().OpenAsync(a.By, Soon)),
        ("ViewerContexts.OpenConnectionAsync", "OOOO", a => a.Get<ViewerContexts>().OpenConnectionAsync(a.By, Soon)),
        ("Refusals.NoteAsync", "OOOO", a => a.Get<Refusals>().NoteAsync(a.By, "what", "why")),
        ("BoardReader.ReadAsync", "OONO", a => a.Get<BoardReader>().ReadAsync(a.By, "NORTH", Soon)),
        ("BoardReader.LastPublishedAsync", "OODO", a => a.Get<BoardReader>().LastPublishedAsync(a.By, a.North, Soon)),
        ("BoardHandover.ReadAsync", "OONO", a => a.Get<BoardHandover>().ReadAsync(a.By, "NORTH", isInteractive: true, Soon)),
        ("BasisReader.ReadAsync", "OONO", a => a.Get<BasisReader>().ReadAsync(a.By, "NORTH", Soon)),
        ("ForecastExplainer.ExplainAsync", "OODO",
            a => a.Get<ForecastExplainer>().ExplainAsync(a.By, new ExplanationQuery(a.North, [a.Store]), Soon)),
        ("RunReader.RecentAsync", "OODO", a => a.Get<RunReader>().RecentAsync(a.By, a.North, 9, Soon)),
        ("RunReader.BeforeAsync", "OODO", a => a.Get<RunReader>().BeforeAsync(a.By, [a.North], null, 9, Soon)),
        ("RunReader.FindAsync", "OONO", a => a.Get<RunReader>().FindAsync(a.By, 1, Soon)),
        ("RunReader.UnfinishedAsync", "NNDN", a => a.Get<RunReader>().UnfinishedAsync(a.By, a.North, Soon)),
        ("RunReader.AttemptsBeforeAsync", "NNDN", a => a.Get<RunReader>().AttemptsBeforeAsync(a.By, a.Run, Soon)),
        ("RunShardReader.RegionsAsync", "OOOO", a => a.Get<RunShardReader>().RegionsAsync(a.By, Soon)), // Each their own.
        ("RunShardReader.DetailAsync", "DDDN", a => a.Get<RunShardReader>().DetailAsync(a.By, 1, Soon)),
        ("RunShardReader.ShardsAsync", "DDDO", a => a.Get<RunShardReader>().ShardsAsync(a.By, 1, Soon)),
        ("ModelReader.RecentAsync", "OOOO", a => a.Get<ModelReader>().RecentAsync(a.By, 9, Soon)),
        ("ModelReader.FindAsync", "OONO", a => a.Get<ModelReader>().FindAsync(a.By, 1, Soon)),
        ("ModelReader.ArtifactsAsync", "OONO", a => a.Get<ModelReader>().ArtifactsAsync(a.By, Asked.Model, Soon)),
        ("ModelReader.MovesAsync", "OOOO", a => a.Get<ModelReader>().MovesAsync(a.By, 9, Soon)),
        ("DayReader.RegionsAsync", "OOOO", a => a.Get<DayReader>().RegionsAsync(a.By, Soon)),
        ("DayReader.CountAsync", "OONO", a => a.Get<DayReader>().CountAsync(a.By, new DayFilter("NORTH", null), Soon)),
        ("DayReader.ReadAsync", "OONO", a => a.Get<DayReader>().ReadAsync(a.By, new DayFilter("NORTH", null), 0, 9, Soon)),
        ("DayReader.AllAsync", "OONO",
            a => a.Get<DayReader>().AllAsync(a.By, new DayFilter("NORTH", null), Soon).ToListAsync(Soon).AsTask()),
        ("FreshnessReader.ReadAsync", "DDDO", a => a.Get<FreshnessReader>().ReadAsync(a.By, Soon)),
        ("LoadReader.RecentAsync", "DDDO", a => a.Get<LoadReader>().RecentAsync(a.By, null, 9, Soon)),
        ("LoadReader.FindAsync", "DDDO", a => a.Get<LoadReader>().FindAsync(a.By, 1, Soon)),
        ("LoadReader.RejectedAsync", "DDDO", a => a.Get<LoadReader>().RejectedAsync(a.By, 1, 0, 9, Soon)),
        ("LoadReader.ReasonsAsync", "DDDO", a => a.Get<LoadReader>().ReasonsAsync(a.By, 1, 9, Soon)),
        ("LoadReader.AllRejectedAsync", "DDDO", a => a.Get<LoadReader>().AllRejectedAsync(a.By, 1, Soon).ToListAsync(Soon).AsTask()),
        ("PeopleReader.FindAsync", "DDDO", a => a.Get<PeopleReader>().FindAsync(a.By, "Petra", 9, Soon)),
        ("PeopleReader.RegionsAsync", "DDDO", a => a.Get<PeopleReader>().RegionsAsync(a.By, Soon)),
        ("AuditReader.FindAsync", "DDDO", a => a.Get<AuditReader>().FindAsync(a.By, "", null, 9, Soon)),
        ("AuditReader.AllAsync", "DDDO", a => a.Get<AuditReader>().AllAsync(a.By, "", Soon).ToListAsync(Soon).AsTask()),
        ("AccountChanges.GrantAsync", "DDDO", a => a.Get<AccountChanges>().GrantAsync(a.By, a.Somebody, [a.North], Soon)),
        ("AccountChanges.CloseAsync", "DDDO", a => a.Get<AccountChanges>().CloseAsync(a.By, a.Somebody, Soon)),
        ("AccountChanges.OpenAsync", "DDDO", a => a.Get<AccountChanges>().OpenAsync(a.By, a.Somebody, Soon)),
        ("StoreEndings.UndoAsync", "DONR", a => a.Get<StoreEndings>().UndoAsync(a.By, a.Store, Soon)),
        ("StoreEndings.ComesBackAsync", "DONR",
            a => a.Get<StoreEndings>().ComesBackAsync(a.By, a.Store, Boards.Origin.AddDays(30), Soon)),
        ("StoreEndings.ReadAsync", "OODO", a => a.Get<StoreEndings>().ReadAsync(a.By, a.North, Soon)),
        ("StoreEndings.CloseAsync", "DRNR", a => a.Get<StoreEndings>().CloseAsync(a.By, a.Store, Soon)),
        ("StoreEndings.ContinuesAsAsync", "DRNR", a => a.Get<StoreEndings>().ContinuesAsAsync(a.By, a.Store, a.Store + 1, Soon)),
        ("SheetReader.OfStoreAsync", "OONO", a => a.Get<SheetReader>().OfStoreAsync(a.By, "NORTH", "N1", Soon)),
        ("SheetReader.OfItemAsync", "OONO", a => a.Get<SheetReader>().OfItemAsync(a.By, "NORTH", "I1", Soon)),
        ("SheetReader.OfSeriesAsync", "OONO", a => a.Get<SheetReader>().OfSeriesAsync(a.By, "NORTH", "N1", "I1", Soon)),
        ("SeriesReader.ReadAsync", "OONO", a => a.Get<SeriesReader>().ReadAsync(a.By, "NORTH", "N1", "I1", Soon)),
        ("SheetHandover.ReadAsync", "OONO",
            a => a.Get<SheetHandover>().ReadAsync(
                a.By, "/region/NORTH/store/N1", isInteractive: false,
                () => a.Get<SheetReader>().OfStoreAsync(a.By, "NORTH", "N1", Soon))),
        ("TransportReader.ReadAsync", "OONO", a => a.Get<TransportReader>().ReadAsync(a.By, "NORTH", Soon)),
        ("MasterReader.FindAsync", "DDDO", a => a.Get<MasterReader>().FindAsync(a.By, "", Soon)),
        ("MasterChanges.SaveRouteAsync", "DDDO",
            a => a.Get<MasterChanges>().SaveRouteAsync(a.By, new RouteEntry(null, a.North, "R9", "", "", 15, null, null), Soon)),
        ("MasterChanges.AssignAsync", "DDDO", a => a.Get<MasterChanges>().AssignAsync(a.By, a.Store, null, Soon)),
        ("MasterChanges.RemoveRouteAsync", "DDDO", a => a.Get<MasterChanges>().RemoveRouteAsync(a.By, 1, Soon)),
        ("MasterChanges.SetSizesAsync", "DDDO",
            a => a.Get<MasterChanges>().SetSizesAsync(a.By, 1, new ItemSizes(12, 60, 9, 0.02), Soon)),
        ("FinderReader.FindAsync", "OONO", a => a.Get<FinderReader>().FindAsync(a.By, "Aurich", null, Soon)),
        ("TokenBook.MakeAsync", "OOOO", a => a.Get<TokenBook>().MakeAsync(a.By, "a script", [ApiScopes.Read], 90, Soon)),
        ("TokenBook.ListAsync", "OOOO", a => a.Get<TokenBook>().ListAsync(a.By, Soon)), // Each their own.
        ("TokenBook.TakeBackAsync", "OOOO", a => a.Get<TokenBook>().TakeBackAsync(a.By, long.MaxValue, Soon)), // Says nothing of others'.
        ("RepeatedRequests.TakeAsync", "NNNN", a => a.Get<RepeatedRequests>().TakeAsync(a.By, "key", default, Soon)), // Taken.
        ("RepeatedRequests.KeepAsync", "OOOO", a => a.Get<RepeatedRequests>().KeepAsync(a.By, "another key", 1, Soon)),
        ("RepeatedRequests.GiveBackAsync", "OOOO", a => a.Get<RepeatedRequests>().GiveBackAsync(a.By, "key")),
        ("RunRequests.EstimateAsync", "NNDN",
            a => a.Get<RunRequests>().EstimateAsync(a.By, a.North, null, RunKind.Refresh, Soon)), // Nobody computes here.
        ("RunRequests.RefreshAsync", "DODO", a => a.Get<RunRequests>().RefreshAsync(a.By, a.North, null, "", Soon)),
        ("RunRequests.CancelAsync", "DONN", a => a.Get<RunRequests>().CancelAsync(a.By, Asked.Refresh, Soon)), // The planner was first.
        ("RunRequests.RetrainAsync", "DDDO", a => a.Get<RunRequests>().RetrainAsync(a.By, a.North, "", Soon)),
    ];

    private readonly TestDatabase database = new(servers);
    private ServiceProvider services = null!;
    private BoardSeed seed = null!;
    private RunView run = null!;
    private int store;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
        await RowsOfTwoRegions.PlantAsync(database.Source);
        var clock = new StillClock(Boards.Morning);
        var collection = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Forecast"] = database.ConnectionString,
            ["Blobs:ConnectionString"] = await servers.BlobConnectionStringAsync(),
            ["Blobs:Container"] = (await servers.NewBlobContainerAsync()).Name,
        }).Build();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddForeactDatabase(configuration);
        collection.AddForeactTraining(configuration);
        collection.AddForeactBoard().AddForeactBasis().AddForeactRunPages().AddForeactModelPages().AddForeactSales().AddForeactPeople()
            .AddForeactAudit().AddForeactSheets().AddForeactTransport()
            .AddForeactFinder().AddForeactTokens().AddSingleton<RepeatedRequests>();
        collection.AddSingleton(new ViewerDirectory(database, clock));
        collection.AddSingleton(p => new PersonalTokens(database, p.GetRequiredService<ViewerDirectory>(), clock));
        collection.AddSingleton(new AuditTrail(database, clock));
        collection.AddSingleton<Refusals>();
        services = collection.BuildServiceProvider();
        store = db.Stores.Single(s => s.Code == "N1").Id;
        run = (await services.GetRequiredService<RunReader>().FindAsync(Ada, 1, Soon))!;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task EveryCommand_GivesEverybodyWhatTheTableSays()
    {
        Viewer[] people =
        [
            Viewer(seed.Nora, Role.Viewer, seed.North), Viewer(seed.Petra, Role.Planner, seed.North),
            Viewer(seed.Will, Role.Planner, seed.West), Ada,
        ];
        var surprises = new List<string>();
        foreach (var (command, expected, ask) in Table)
        {
            for (int who = 0; who < people.Length; who++)
            {
                var got = await AskAsync(() => ask(new Asked(services, people[who], seed.North, store, seed.Nora.Id, run)));
                if (got[0] != expected[who])
                    surprises.Add($"{command}: {People[who]} gets {got}, not {expected[who]}");
            }
        }

        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
    }

    [Fact]
    public void NoCommand_IsMissingFromTheTable_NorLeftInIt()
    {
        Assembly[] product = [typeof(ForeactDb).Assembly, typeof(RunRequests).Assembly, typeof(BoardReader).Assembly];
        var there = product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && !typeof(IComponent).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => IsAwaited(m.ReturnType) && m.GetParameters().Any(p => p.ParameterType == typeof(Viewer)))
                .Select(m => $"{type.Name}.{m.Name}")).ToHashSet(StringComparer.Ordinal);
        var inTable = Table.Select(row => row.Command).ToHashSet(StringComparer.Ordinal);

        Assert.True(there.IsSubsetOf(inTable), $"Say in the table who may have these:\n{string.Join('\n', there.Except(inTable))}");
        Assert.True(inTable.IsSubsetOf(there), $"These exist no more:\n{string.Join('\n', inTable.Except(there))}");
    }

    private static bool IsAwaited(Type type) => typeof(Task).IsAssignableFrom(type)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    /// <summary>What somebody gets, and more about it for whoever reads of a surprise.</summary>
    private static async Task<string> AskAsync(Func<Task> ask)
    {
        try
        {
            var answer = await ResultAsync(ask());
            if (answer is IAsyncDisposable opened)
                await opened.DisposeAsync();
            return answer is null or false or "" or ICollection { Count: 0 } ? "N" : "O";
        }
        catch (AccessDeniedException e)
        {
            return $"D ({e.Message})";
        }
        catch (Exception e) when (e is EndingRefusedException or RunRefusedException)
        {
            return e.Message.EndsWith("in your regions.", StringComparison.Ordinal) ? $"N ({e.Message})" : $"R ({e.Message})";
        }
    }

    private static async Task<object?> ResultAsync(Task task)
    {
        await task;
        return task.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult"
            ? result.GetValue(task)
            : true;
    }

    private Viewer Ada => Viewer(seed.Ada, Role.Admin, seed.North, seed.West);

    private static Viewer Viewer(User user, Role role, params int[] regions) =>
        new(user.Id, user.Name, role, regions.ToHashSet());

    /// <summary>Who asks, and for what.</summary>
    private sealed record Asked(IServiceProvider Services, Viewer By, int North, int Store, int Somebody, RunView Run)
    {
        /// <summary>The refresh that was asked for before, after one run of each region.</summary>
        public const long Refresh = 3;

        /// <summary>A model of NORTH, as its page has found it.</summary>
        public static ModelRow Model { get; } = new()
        {
            Id = 1,
            RegionName = "North",
            Origin = Boards.Origin,
            SeriesCount = 1,
            Wape = null,
            NaiveWape = null,
            CompletedAt = null,
            RunId = 1,
            RequestedBy = "",
            IsChampion = true,
            TimeZone = "UTC",
            Opinion = null,
        };

        public T Get<T>()
            where T : notnull => Services.GetRequiredService<T>();
    }
}

using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;
using Forecast.Domain.Runs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>
/// Two regions in the database, each with a published forecast up to <see cref="Boards.Origin"/>: NORTH with the stores N1 and N2, WEST
/// with W1. Petra plans NORTH, Will plans WEST, Nora has no region yet, Ada is admin, Old Otto's account is closed.
/// </summary>
public sealed class BoardSeed
{
    public required int North { get; init; }

    public required int West { get; init; }

    public required User Petra { get; init; }

    public required User Will { get; init; }

    public required User Nora { get; init; }

    public required User Ada { get; init; }

    public required User Otto { get; init; }

    internal Viewer Viewer(User user, params int[] regions) => new(user.Id, user.Name, user.Role, regions.ToHashSet());

    internal static async Task<BoardSeed> PlantAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(source).Options);
        return await PlantAsync(db);
    }

    internal static async Task<BoardSeed> PlantAsync(ForeactDb db)
    {
        var north = Region("NORTH", "North", "Europe/Berlin");
        var west = Region("WEST", "West", "America/Los_Angeles");
        db.AddRange(north, west, Item("I1", "Milk"), Item("I2", "Bread"));
        var (petra, will, nora, ada, otto) =
            (User("Petra Nord"), User("Will West"), User("Nora New"), User("Ada Admin", Role.Admin), User("Otto Old"));
        otto.DisabledAt = Boards.Morning;
        db.AddRange(petra, will, nora, ada, otto);
        await db.SaveChangesAsync();
        db.AddRange(new RegionGrant { UserId = petra.Id, RegionId = north.Id }, new RegionGrant { UserId = will.Id, RegionId = west.Id },
            new RegionGrant { UserId = otto.Id, RegionId = north.Id });
        await PublishAsync(db, north, ("N1", "Aurich", 10), ("N2", "Bremen", 30));
        await PublishAsync(db, west, ("W1", "Westport", 500));
        return new BoardSeed { North = north.Id, West = west.Id, Petra = petra, Will = will, Nora = nora, Ada = ada, Otto = otto };
    }

    private static async Task PublishAsync(ForeactDb db, Region region, params (string Code, string Name, float PerDay)[] stores)
    {
        var items = await db.Items.OrderBy(i => i.Code).Select(i => i.Id).ToArrayAsync();
        var run = new Run
        {
            Kind = RunKind.Morning,
            RegionId = region.Id,
            ScopeKey = $"morning {region.Code}",
            RequestedBy = "schedule",
            RequestedAt = Boards.Morning.AddHours(-3),
            FinishedAt = Boards.Morning.AddHours(-3),
            Origin = Boards.Origin,
            Status = RunStatus.Succeeded,
        };
        db.Add(run);
        await db.SaveChangesAsync();
        var model = new ModelVersion
        {
            RegionId = region.Id,
            RunId = run.Id,
            Origin = Boards.Origin,
            Engine = "test",
            CreatedAt = run.RequestedAt,
            CompletedAt = run.RequestedAt
        };
        db.Add(model);
        await db.SaveChangesAsync();
        var version = new ForecastVersion
        {
            RegionId = region.Id,
            RunId = run.Id,
            ModelVersionId = model.Id,
            Origin = Boards.Origin,
            Horizon = Boards.Horizon,
            CreatedAt = run.RequestedAt,
            PublishedAt = run.RequestedAt,
            Partition = Boards.Origin,
        };
        db.Add(version);
        await db.SaveChangesAsync();
        foreach (var (code, name, perDay) in stores)
        {
            var store = new Store { Code = code, Name = name, RegionId = region.Id, Type = "City" };
            db.Add(store);
            await db.SaveChangesAsync();
            var outlook = Boards.Outlook(store.Id, perDay, version: version.Id);
            outlook.ItemIds = items;
            db.AddRange(outlook, Boards.Selling(store.Id, Boards.Origin.AddYears(-1), Boards.Origin), new CurrentForecast
            {
                StoreId = store.Id,
                RegionId = region.Id,
                VersionId = version.Id,
                PublishedAt = run.RequestedAt
            });
        }

        await db.SaveChangesAsync();
    }

    private static Region Region(string code, string name, string zone) => new() { Code = code, Name = name, TimeZone = zone };

    private static Item Item(string code, string name) => new() { Code = code, Name = name, Category = "Food" };

    private static User User(string name, Role role = Role.Planner) => new() { Subject = $"test:{name}", Name = name, Role = role };
}

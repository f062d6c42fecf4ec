using Bunit;
using Forecast.Domain.Registry;
using Forecast.Tests.Support;
using Forecast.Web.Features.Models;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Models;

/// <summary>The list of models and the page of one, over a real database.</summary>
public sealed class ModelPagesTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task List_ShowsTheOwnRegionsModels_AndWhichIsInUseSinceWhen()
    {
        long model = await PromoteAsync();
        Visit(Seed.Petra, "models");

        var page = Render<ModelsPage>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("table").Count));
        var row = Assert.Single(page.FindAll("table")[0].QuerySelectorAll("tbody tr"));
        Assert.Equal(
            [$"{model} Champion", "North", "Fri 20 Nov 2026", "800", "24.0 %", "30.0 %", "+20.0 %", "–", "05:00"],
            row.QuerySelectorAll("td").Take(9).Select(TextOf));
        Assert.Equal(["Sat 21 Nov 2026 05:00", "North", $"{model}", "–", "Ada", "New assortment"],
            page.FindAll("table")[1].QuerySelectorAll("tbody td").Select(TextOf));
    }

    [Fact]
    public async Task NoModel_IsExplained()
    {
        await using (var db = Database.CreateDbContext())
            await db.ModelVersions.ExecuteUpdateAsync(set => set.SetProperty(m => m.CompletedAt, (DateTimeOffset?)null), Soon);
        Visit(Seed.Petra, "models");

        var page = Render<ModelsPage>();

        page.WaitForAssertion(
            () => Assert.StartsWith("No model has been fitted yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        Visit(Seed.Petra, "models", Nowhere);

        var page = Render<ModelsPage>();

        page.WaitForAssertion(
            () => Assert.StartsWith(
            "The models could not be read The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("Try again", TextOf(page.Find("[role=alert] button")));
    }

    [Fact]
    public async Task OneModel_ShowsItsStoredParts()
    {
        long model = await PromoteAsync();
        Visit(Seed.Petra, $"models/{model}");

        var page = Render<ModelPage>(p => p.Add(m => m.Id, model));

        page.WaitForAssertion(() => Assert.Equal($"Model {model} of North", TextOf(page.Find("h1"))));
        Assert.Equal(["1", "all series", "5", "aaaaaaaaaaaa…", "cccccccccccc…"],
            page.FindAll("table")[1].QuerySelectorAll("tbody td").Select(TextOf));
    }

    [Fact]
    public async Task SecondOpinion_StandsInTheListAndOnThePage()
    {
        long model = await PromoteAsync();
        await using (var db = Database.CreateDbContext())
        {
            db.Add(Opinions.Given(model));
            await db.SaveChangesAsync(Soon);
        }

        Visit(Seed.Petra, "models");
        var list = Render<ModelsPage>();
        list.WaitForAssertion(() => Assert.Equal("ours better: +2.1 (+0.5 to +3.7)", TextOf(list.FindAll("table tbody td")[7])));
        var page = Render<ModelPage>(p => p.Add(m => m.Id, model));

        page.WaitForAssertion(() => Assert.Equal(
            ["2", "30.0 %", "24.0 %", "26.1 %", "1.000", "0.800", "0.850", "+2.1", "+0.5 to +3.7"],
            page.Find("table.opinion tbody tr").QuerySelectorAll("td").Select(TextOf)));
    }

    [Fact]
    public async Task AnotherModel_TakesThePlaceOfTheOneBefore()
    {
        long north = await PromoteAsync(), west;
        await using (var db = Database.CreateDbContext())
            west = (await db.ModelVersions.SingleAsync(m => m.RegionId == Seed.West, Soon)).Id;
        Visit(Seed.Ada, $"models/{north}");
        var page = Render<ModelPage>(p => p.Add(m => m.Id, north));
        page.WaitForAssertion(() => Assert.Equal($"Model {north} of North", TextOf(page.Find("h1"))));

        page.Render(p => p.Add(m => m.Id, west));
        page.Render(p => p.Add(m => m.Id, north));
        page.Render(p => p.Add(m => m.Id, west));

        page.WaitForAssertion(() => Assert.Equal($"Model {west} of West", TextOf(page.Find("h1"))));
    }

    [Fact]
    public async Task ModelOfAnotherRegion_LooksLikeNone()
    {
        long west;
        await using (var db = Database.CreateDbContext())
            west = (await db.ModelVersions.SingleAsync(m => m.RegionId == Seed.West, Soon)).Id;
        Visit(Seed.Petra, $"models/{west}");

        var page = Render<ModelPage>(p => p.Add(m => m.Id, west));

        page.WaitForAssertion(
            () => Assert.StartsWith($"There is no model {west} in your regions.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    /// <summary>Makes North's model its champion, with scores and a stored part.</summary>
    private async Task<long> PromoteAsync()
    {
        await using var db = Database.CreateDbContext();
        var model = await db.ModelVersions.SingleAsync(m => m.RegionId == Seed.North, Soon);
        (model.Wape, model.NaiveWape, model.SeriesCount) = (0.24, 0.30, 800);
        db.AddRange(
            new ModelAlias { RegionId = Seed.North, Alias = ModelAlias.Champion, ModelVersionId = model.Id },
            new AliasMove
            {
                RegionId = Seed.North,
                Alias = ModelAlias.Champion,
                ToVersionId = model.Id,
                At = Boards.Morning.AddHours(-3),
                By = "Ada",
                Reason = "New assortment"
            },
            new ModelArtifact
            {
                ModelVersionId = model.Id,
                Shard = 0,
                StoreIds = [],
                BlobName = "part",
                Length = 5000,
                Sha256 = new('a', 64),
                DataDigest = new('c', 64)
            });
        await db.SaveChangesAsync(Soon);
        return model.Id;
    }
}

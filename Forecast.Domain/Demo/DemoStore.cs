using System.Globalization;

namespace Forecast.Domain.Demo;

/// <summary>A store of the demo retailer.</summary>
/// <param name="Index">Place in the plan; regions take turns.</param>
/// <param name="Region">Index of its region.</param>
/// <param name="Format">Its format.</param>
/// <param name="Size">Demand relative to a usual store.</param>
/// <param name="OpenedOn">First trading day, if within the plan.</param>
/// <param name="LateDays">Days at the end that its feed still owes.</param>
/// <param name="LostFrom">First of the days its feed lost for good, if any.</param>
internal sealed record DemoStore(int Index, int Region, DemoFormat Format, float Size, DateOnly? OpenedOn, int LateDays, DateOnly? LostFrom)
{
    /// <summary>Days that a lost feed lacks.</summary>
    public const int LostDays = 9;

    // With fewer stores every one is needed to fill the board.
    private const int LeastStoresForTrouble = 6;

    public string Code => string.Create(CultureInfo.InvariantCulture, $"{DemoRegion.All[Region].Code[0]}{Number:000}");

    public string Name
    {
        get
        {
            var towns = DemoRegion.All[Region].Towns;
            int round = (Number - 1) / towns.Length;
            string town = towns[(Number - 1) % towns.Length];
            return round == 0 ? town : string.Create(CultureInfo.InvariantCulture, $"{town} {round + 1}");
        }
    }

    /// <summary>The route that supplies it: neighbours by number share one.</summary>
    public string RouteCode => string.Create(
        CultureInfo.InvariantCulture, $"R{DemoRegion.All[Region].Code[0]}{(Number - 1) / DemoRoute.StoresPerRoute + 1:00}");

    private int Number => Index / DemoRegion.All.Length + 1;

    public static DemoStore Of(DemoPlan plan, int index)
    {
        var chance = DemoChance.FromSeed(plan.Seed).About(DemoSubject.Size, index);
        var format = DemoFormat.All[index / DemoRegion.All.Length % DemoFormat.All.Length];
        bool troubled = plan.Stores >= LeastStoresForTrouble;
        return new DemoStore(
            index,
            index % DemoRegion.All.Length,
            format,
            format.Size * MathF.Exp(0.25f * chance.Normal(0)),
            OpenedOn: troubled && index == plan.Stores - 1 ? plan.Anchor.AddDays(-75) : null,
            LateDays: troubled && index == 4 ? 3 : 0,
            LostFrom: troubled && index == 3 ? plan.Anchor.AddDays(-200) : null);
    }
}

/// <summary>A format of stores.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="Size">Demand relative to a usual store.</param>
/// <param name="AlwaysOpen">Whether it opens on Sundays and holidays too.</param>
/// <param name="Week">Demand from Sunday to Saturday relative to the mean day.</param>
internal sealed record DemoFormat(string Name, float Size, bool AlwaysOpen, float[] Week)
{
    public static readonly DemoFormat[] All =
    [
        new("Supermarket", 1f, false, [0.75f, 0.95f, 0.88f, 0.92f, 1.02f, 1.26f, 1.36f]),
        new("Hypermarket", 2.4f, false, [0.90f, 0.82f, 0.80f, 0.84f, 0.98f, 1.34f, 1.62f]),
        new("City", 0.7f, false, [0.55f, 1.08f, 1.10f, 1.12f, 1.14f, 1.20f, 0.90f]),
        new("Convenience", 0.35f, true, [1.30f, 0.88f, 0.86f, 0.88f, 0.94f, 1.10f, 1.20f]),
    ];
}

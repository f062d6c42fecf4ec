namespace Forecast.Domain.Demo;

/// <summary>How a category sells over the year.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="YearlySwing">Log half-swing between the best and the worst season.</param>
/// <param name="PeakDay">Day of year of the best season.</param>
/// <param name="Festive">How strongly it follows the days before great holidays; 0 not at all, 1 fully.</param>
/// <param name="Weekend">Relative gain on Friday and Saturday beyond the store's own week.</param>
/// <param name="PalletKg">Goods on one full pallet, kg.</param>
internal sealed record DemoCategory(string Name, float YearlySwing, int PeakDay, float Festive, float Weekend, int PalletKg);

/// <summary>What can be said of an item before a store sells it.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="Category">Index of its category.</param>
/// <param name="UnitsPerCase">Units in one case.</param>
/// <param name="CasesPerPallet">Cases on one pallet.</param>
/// <param name="Price">Usual price.</param>
/// <param name="Popularity">Mean units a day in a store of size 1.</param>
internal sealed record DemoItem(string Name, int Category, int UnitsPerCase, int CasesPerPallet, float Price, float Popularity)
{
    /// <summary>Goods on a full pallet, m³: what the usual footprint holds, stacked as high as a truck takes.</summary>
    private const double PalletCubicMetres = 1.6;

    /// <summary>kg of one case, as so many of them fill a pallet.</summary>
    public double KgPerCase => (double)DemoAssortment.Categories[Category].PalletKg / CasesPerPallet;

    /// <summary>m³ of one case, likewise.</summary>
    public double CubicMetresPerCase => PalletCubicMetres / CasesPerPallet;
}

/// <summary>What the demo retailer sells.</summary>
internal static class DemoAssortment
{
    public static readonly DemoCategory[] Categories =
    [
        new("Dairy", 0.05f, 120, 0.5f, 0.05f, 620),
        new("Bakery", 0.06f, 340, 0.6f, 0.10f, 180),
        new("Produce", 0.15f, 170, 0.4f, 0.05f, 420),
        new("Beverages", 0.25f, 200, 0.7f, 0.20f, 780),
        new("Snacks", 0.10f, 350, 0.9f, 0.20f, 170),
        new("Frozen", 0.30f, 195, 0.3f, 0.10f, 400),
        new("Pantry", 0.12f, 15, 0.6f, 0f, 650),
        new("Household", 0.04f, 100, 0.1f, 0f, 230),
    ];

    // Every fifth is a slow mover; the order mixes categories, so that a short assortment holds all of them.
    private static readonly DemoItem[] Base =
    [
        new("Fresh Milk 1 L", 0, 12, 60, 1.19f, 58), new("Toast Bread 500 g", 1, 10, 28, 1.49f, 24),
        new("Fig Mustard 190 ml", 6, 6, 120, 3.49f, 0.35f),
        new("Bananas 1 kg", 2, 18, 48, 1.79f, 46), new("Mineral Water 6 × 1.5 L", 3, 1, 84, 2.99f, 33),
        new("Paprika Crisps 175 g", 4, 14, 40, 1.99f, 19), new("Margherita Pizza 330 g", 5, 10, 56, 2.79f, 17),
        new("Silver Polish 150 ml", 7, 8, 140, 4.99f, 0.12f),
        new("Spaghetti 500 g", 6, 24, 45, 1.09f, 21), new("Toilet Paper 10 Rolls", 7, 1, 42, 4.49f, 15),
        new("Butter 250 g", 0, 20, 72, 2.29f, 29), new("Butter Croissant", 1, 48, 30, 0.89f, 41),
        new("Pomegranate", 2, 12, 60, 1.99f, 0.9f),
        new("Tomatoes on the Vine 500 g", 2, 10, 56, 2.49f, 27), new("Cola 1.5 L", 3, 6, 80, 1.89f, 30),
        new("Milk Chocolate 100 g", 4, 22, 90, 1.29f, 26), new("Vanilla Ice Cream 900 ml", 5, 6, 70, 3.99f, 12),
        new("Goat Yogurt 200 g", 0, 8, 96, 1.89f, 0.5f),
        new("Olive Oil 750 ml", 6, 6, 95, 8.99f, 6), new("Laundry Detergent 20 Washes", 7, 4, 96, 6.99f, 5),
        new("Plain Yogurt 500 g", 0, 6, 110, 1.39f, 22), new("Rye Bread 750 g", 1, 8, 32, 2.99f, 13),
        new("Truffle Crackers 120 g", 4, 9, 88, 3.79f, 0.3f),
        new("Cucumber", 2, 12, 60, 0.89f, 31), new("Orange Juice 1 L", 3, 12, 60, 2.59f, 18),
        new("Salted Peanuts 250 g", 4, 20, 66, 2.19f, 10), new("Garden Peas 750 g", 5, 12, 54, 2.29f, 8),
        new("Descaler 500 ml", 7, 12, 75, 3.29f, 0.4f),
        new("Basmati Rice 1 kg", 6, 10, 80, 2.99f, 9), new("Kitchen Towels 4 Rolls", 7, 6, 36, 2.99f, 9),
        new("Gouda Slices 400 g", 0, 12, 84, 3.49f, 16), new("Wholegrain Rolls 6 Pieces", 1, 12, 30, 1.99f, 15),
        new("Energy Gel 60 ml", 3, 24, 90, 1.69f, 0.6f),
        new("Potatoes 2.5 kg", 2, 4, 50, 3.29f, 19), new("Lager Beer 20 × 0.5 L", 3, 1, 40, 14.99f, 11),
        new("Gummy Bears 300 g", 4, 18, 70, 1.79f, 14), new("Fish Fingers 450 g", 5, 12, 60, 3.49f, 9),
        new("Sheep Cheese 150 g", 0, 10, 100, 3.99f, 0.8f),
        new("Chopped Tomatoes 400 g", 6, 12, 108, 0.99f, 20), new("Dish Soap 500 ml", 7, 12, 90, 1.59f, 8),
        new("Eggs 10 Pieces", 0, 18, 40, 2.79f, 34), new("Blueberry Muffin 4 Pieces", 1, 10, 34, 2.49f, 10),
        new("Rooibos Tea 40 Bags", 3, 8, 110, 2.29f, 0.7f),
        new("Lettuce", 2, 10, 52, 1.29f, 17), new("Apple Juice 1 L", 3, 12, 60, 1.49f, 14),
        new("Butter Biscuits 200 g", 4, 16, 72, 1.59f, 12), new("Spinach 500 g", 5, 14, 58, 1.79f, 7),
        new("Saffron 0.1 g", 6, 10, 200, 4.49f, 0.1f),
        new("Wheat Flour 1 kg", 6, 10, 96, 0.79f, 12), new("Bin Liners 35 L", 7, 20, 84, 1.99f, 6),
    ];

    private static readonly string[] Variants = ["", "Organic ", "Premium ", "Value ", "Select ", "Light "];

    /// <summary>The item of an index, however many are asked for.</summary>
    public static DemoItem Item(int index)
    {
        var item = Base[index % Base.Length];
        int round = index / Base.Length;
        string name = Variants[round % Variants.Length] + item.Name
            + (round < Variants.Length ? "" : $", Line {round / Variants.Length + 1}");
        return round == 0 ? item : item with
        {
            Name = name,
            Price = item.Price * (1 + 0.12f * (round % 3)),
            Popularity = item.Popularity / (1 + 0.5f * (round % 5))
        };
    }
}

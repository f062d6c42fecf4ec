using Forecast.Domain.Forecasts;
using Forecast.Domain.Transport;
using Forecast.Training.Backtesting;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Transport;

namespace Forecast.Tests.Training.Transport;

public class LoadBuilderTests
{
    [Fact]
    public void Units_BecomePalletsVolumeAndWeight_AndWholeCasesPerItem()
    {
        var load = Assert.Single(Build(
            Item(1, unitsPerCase: 10, casesPerPallet: 5, kg: 8, cubicMetres: 0.04),
            Item(2, unitsPerCase: 4, casesPerPallet: 10, kg: 2, cubicMetres: 0.01)));

        // 25 and 6 units on the first day.
        Assert.Equal(25f / 50 + 6f / 40, load.Pallets[0], 4);
        Assert.Equal(25f / 10 * 8 + 6f / 4 * 2, load.Kg[0], 3);
        Assert.Equal(25f / 10 * 0.04f + 6f / 4 * 0.01f, load.CubicMetres[0], 4);
        Assert.Equal(3 + 2, load.Cases[0]);
        Assert.Equal(3f / 5 + 2f / 10, load.PalletsOfCases[0], 4);
        Assert.Equal(0, load.ItemsLacking);
    }

    [Fact]
    public void ItemsWithoutSizes_AreCountedAndNamed_NotLeftOutInSilence()
    {
        var load = Assert.Single(Build(
            Item(1, 10, double.NaN, 8, 0.04), Item(2, unitsPerCase: 4, casesPerPallet: 10, kg: 2, cubicMetres: 0)));

        Assert.Equal(6f / 40, load.Pallets[0], 4);
        Assert.Equal((62f, 50f, 12f, 0f), (load.Units, load.UnitsWithoutPallets, load.UnitsWithoutCubicMetres, load.UnitsWithoutKg));
        Assert.Equal(2, load.ItemsLacking);
        Assert.Equal([1, 2], load.LackingItemIds);
    }

    [Fact]
    public void StoreOfFiveThousandItems_NamesThoseThatMatterMost()
    {
        const int Items = 5000;
        var items = Enumerable.Range(1, Items).Select(i => Item(i, 10, i % 2 == 0 ? 5 : double.NaN, 8, 0.04)).ToList();
        float[] mean = [.. Enumerable.Range(1, Items).SelectMany(i => new float[] { i, i })];

        var load = Assert.Single(Build(items, mean));

        Assert.Equal(Items / 2, load.ItemsLacking);
        Assert.Equal(StoreLoad.MostNamed, load.LackingItemIds.Length);
        Assert.Equal(4999, load.LackingItemIds[0]);
        Assert.Equal(0.5, load.UnitsWithoutPallets / load.Units, 0.01);
    }

    private static CatalogSeries Item(int id, double unitsPerCase, double casesPerPallet, double kg, double cubicMetres) =>
        new(id, 1, id, 1, "Dairy", unitsPerCase * casesPerPallet)
        {
            UnitsPerCase = unitsPerCase,
            KgPerCase = kg,
            CubicMetresPerCase = cubicMetres,
        };

    private static IReadOnlyList<StoreLoad> Build(CatalogSeries one, CatalogSeries other) => Build([one, other], [25, 25, 6, 6]);

    /// <summary>A forecast of two days, without any past.</summary>
    private static IReadOnlyList<StoreLoad> Build(IReadOnlyList<CatalogSeries> items, float[] mean) =>
        LoadBuilder.Build(9, new HashSet<int> { 1 }, items, new PanelForecast
        {
            Origin = new DateOnly(2026, 11, 20),
            Horizon = 2,
            Series = [.. items.Select(i => i.ToPanel())],
            Mean = mean,
            P10 = mean,
            P50 = mean,
            P90 = mean,
            Naive = mean,
            Method = [.. items.Select(_ => "m")],
            Reason = [.. items.Select(_ => "")],
            Class = [.. items.Select(_ => DemandClass.Smooth)],
            Backtest = new BacktestCube([], [], 2, [], [], [], [], [], []),
        });
}

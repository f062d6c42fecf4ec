using Forecast.Domain.Transport;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Paths;
using Forecast.Training.History;

namespace Forecast.Training.Transport;

/// <summary>Makes of a forecast in units what it fills and weighs, store by store.</summary>
internal static class LoadBuilder
{
    /// <summary>One load for each wanted store, by key.</summary>
    /// <param name="versionId">The forecast version.</param>
    /// <param name="storeIds">Stores wanted; all of them must be in the forecast, whole.</param>
    /// <param name="catalog">At least the series of the forecast.</param>
    /// <param name="forecast">The forecast.</param>
    public static IReadOnlyList<StoreLoad> Build(
        long versionId, IReadOnlySet<int> storeIds, IEnumerable<CatalogSeries> catalog, PanelForecast forecast)
    {
        var bySeries = catalog.ToDictionary(s => s.SeriesId);
        CatalogSeries[] items = [.. forecast.Series.Select(s => bySeries[s.SeriesId])];
        double[] perPallet = [.. items.Select(i => i.UnitsPerPallet)],
            perCubicMetre = [.. items.Select(i => i.UnitsPerCase / i.CubicMetresPerCase)],
            perKg = [.. items.Select(i => i.UnitsPerCase / i.KgPerCase)];
        return
        [
            .. Enumerable.Range(0, items.Length).Where(s => storeIds.Contains(items[s].StoreId)).GroupBy(s => items[s].StoreId)
                .OrderBy(g => g.Key).Select(g => BuildStore(g.Key, [.. g])),
        ];

        StoreLoad BuildStore(int store, int[] rows)
        {
            var pallets = PathBasis.LoadsOf(forecast, store, perPallet);
            var cubicMetres = PathBasis.LoadsOf(forecast, store, perCubicMetre);
            var kg = PathBasis.LoadsOf(forecast, store, perKg);
            var load = new StoreLoad
            {
                VersionId = versionId,
                StoreId = store,
                Origin = forecast.Origin,
                Pallets = pallets.Mean,
                CubicMetres = cubicMetres.Mean,
                Kg = kg.Mean,
                Cases = new float[forecast.Horizon],
                PalletsOfCases = new float[forecast.Horizon],
                LackingItemIds = [],
                BacktestOrigins = pallets.Origins,
                BacktestPallets = pallets.BacktestActual,
                BacktestPalletsForecast = pallets.BacktestPredicted,
                BacktestCubicMetres = cubicMetres.BacktestActual,
                BacktestCubicMetresForecast = cubicMetres.BacktestPredicted,
                BacktestKg = kg.BacktestActual,
                BacktestKgForecast = kg.BacktestPredicted,
            };
            var lacking = new List<(int Item, float Units)>();
            foreach (int row in rows)
            {
                var mean = forecast.Mean.AsSpan(row * forecast.Horizon, forecast.Horizon);
                AddCases(load, items[row], mean);
                float units = 0;
                foreach (float day in mean)
                    units += day;
                load.Units += units;
                load.UnitsWithoutPallets += IsSize(perPallet[row]) ? 0 : units;
                load.UnitsWithoutCubicMetres += IsSize(perCubicMetre[row]) ? 0 : units;
                load.UnitsWithoutKg += IsSize(perKg[row]) ? 0 : units;
                if (units > 0 && !(IsSize(perPallet[row]) && IsSize(perCubicMetre[row]) && IsSize(perKg[row])))
                    lacking.Add((items[row].ItemId, units));
            }

            load.ItemsLacking = lacking.Count;
            load.LackingItemIds =
                [.. lacking.OrderByDescending(l => l.Units).ThenBy(l => l.Item).Take(StoreLoad.MostNamed).Select(l => l.Item)];
            return load;
        }
    }

    private static void AddCases(StoreLoad load, CatalogSeries item, ReadOnlySpan<float> mean)
    {
        if (!IsSize(item.UnitsPerCase))
            return;
        for (int h = 0; h < mean.Length; h++)
        {
            double cases = WholeLoads.Of(mean[h] / item.UnitsPerCase);
            load.Cases[h] += (float)cases;
            if (IsSize(item.UnitsPerPallet))
                load.PalletsOfCases[h] += (float)(cases * item.UnitsPerCase / item.UnitsPerPallet);
        }
    }

    private static bool IsSize(double units) => double.IsFinite(units) && units > 0;
}

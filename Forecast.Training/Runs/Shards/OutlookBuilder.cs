using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Panels;

namespace Forecast.Training.Runs.Shards;

/// <summary>Packs what the board shows of each store out of a panel and its forecast.</summary>
internal static class OutlookBuilder
{
    private const int Week = 7;

    /// <summary>Last year's same weekday.</summary>
    private const int YearAgo = 364;

    /// <summary>One outlook for each wanted store, by key.</summary>
    /// <param name="versionId">The forecast version.</param>
    /// <param name="storeIds">Stores wanted; all of them must be in the panel, whole.</param>
    /// <param name="catalog">At least the series of the panel.</param>
    /// <param name="panel">History up to the origin.</param>
    /// <param name="forecast">Forecast of the panel.</param>
    public static IReadOnlyList<StoreOutlook> Build(
        long versionId, IReadOnlySet<int> storeIds, IEnumerable<CatalogSeries> catalog, Panel panel, PanelForecast forecast)
    {
        var items = catalog.ToDictionary(s => s.SeriesId);
        return
        [
            .. Enumerable.Range(0, panel.Series.Count)
                .Where(s => storeIds.Contains(panel.Series[s].Store))
                .GroupBy(s => panel.Series[s].Store)
                .OrderBy(g => g.Key)
                .Select(g => BuildStore(versionId, g.Key, [.. g], items, panel, forecast)),
        ];
    }

    private static StoreOutlook BuildStore(
        long versionId, int storeId, int[] rows, Dictionary<int, CatalogSeries> items, Panel panel, PanelForecast forecast)
    {
        int horizon = forecast.Horizon, today = panel.Days;
        var mean = Sum(forecast.Mean, rows, horizon);
        var band = Band(storeId, forecast, mean, out var backtest);
        var categories = rows.Select(r => items[panel.Series[r].SeriesId].Category).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToArray();
        var basis = StoreBasis.Of(panel, rows);
        var outlook = new StoreOutlook
        {
            VersionId = versionId,
            StoreId = storeId,
            Origin = forecast.Origin,
            LastLoadedDay = basis.Last,
            DaysUsed = basis.Used,
            DaysMissing = basis.Missing,
            ItemDaysEstimated = basis.Estimated,
            ItemsEnded = rows.Count(r => forecast.Method[r] == Reasons.Ended),
            SeriesCount = rows.Length,
            Mean = mean,
            P10 = band.Lower,
            P90 = band.Upper,
            P50 = Middle(backtest, mean, band),
            Naive = Sum(forecast.Naive, rows, horizon),
            Pallets = new float[horizon],
            Sales = Sales(panel, rows, today - StoreOutlook.SalesDays, StoreOutlook.SalesDays),
            SalesYearAgo = Sales(panel, rows, today - YearAgo, horizon),
            Categories = categories,
            CategoryMean = new float[categories.Length * horizon],
            CategoryLastWeek = new float[categories.Length],
            ItemIds = [.. rows.Select(r => panel.Series[r].Item)],
            ItemNextWeek = new float[rows.Length],
            ItemLastWeek = new float[rows.Length],
            BacktestOrigins = forecast.Backtest.Origins,
            BacktestActual = backtest.Actual,
            BacktestPredicted = backtest.Predicted,
            AbsoluteResidual = Steps(forecast.Backtest.AbsoluteResidual, storeId, forecast.Backtest),
            NaiveAbsoluteResidual = Steps(forecast.Backtest.NaiveAbsoluteResidual, storeId, forecast.Backtest),
            AbsoluteActual = Steps(forecast.Backtest.AbsoluteActual, storeId, forecast.Backtest),
        };
        for (int i = 0; i < rows.Length; i++)
            AddItem(outlook, i, items[panel.Series[rows[i]].SeriesId], panel, forecast.Mean.AsSpan(rows[i] * horizon, horizon), rows[i]);
        return outlook;
    }

    private static void AddItem(StoreOutlook outlook, int i, CatalogSeries item, Panel panel, ReadOnlySpan<float> mean, int row)
    {
        int horizon = mean.Length, category = Array.IndexOf(outlook.Categories, item.Category);
        for (int h = 0; h < horizon; h++)
            outlook.CategoryMean[category * horizon + h] += mean[h];
        if (double.IsFinite(item.UnitsPerPallet) && item.UnitsPerPallet > 0)
        {
            for (int h = 0; h < horizon; h++)
                outlook.Pallets[h] += (float)(mean[h] / item.UnitsPerPallet);
        }
        else
        {
            foreach (float units in mean)
                outlook.UnitsWithoutPallets += units;
        }

        foreach (float units in mean[..Math.Min(Week, horizon)])
            outlook.ItemNextWeek[i] += units;
        foreach (float units in panel.Quantity.AsSpan(row * panel.Days + Math.Max(0, panel.Days - Week), Math.Min(Week, panel.Days)))
            outlook.ItemLastWeek[i] += float.IsNaN(units) ? 0 : units;
        outlook.CategoryLastWeek[category] += outlook.ItemLastWeek[i];
    }

    private static QuantileBand Band(int storeId, PanelForecast forecast, float[] mean, out (float[] Actual, float[] Predicted) backtest)
    {
        backtest = forecast.Backtest.Sum((store, _) => store == storeId);
        return AggregateInterval.At(
            QuantileLevel.P10, QuantileLevel.P90, mean, backtest.Actual, backtest.Predicted, forecast.Backtest.Origins.Length);
    }

    /// <summary>The calibrated median, kept inside the band: both come from the same residuals, rounding apart.</summary>
    private static float[] Middle((float[] Actual, float[] Predicted) backtest, float[] mean, QuantileBand band)
    {
        int origins = backtest.Actual.Length / Math.Max(1, mean.Length);
        var middle = origins == 0
            ? [.. mean]
            : AggregateInterval.At(QuantileLevel.Median, QuantileLevel.P90, mean, backtest.Actual, backtest.Predicted, origins).Lower;
        for (int h = 0; h < middle.Length; h++)
            middle[h] = Math.Clamp(middle[h], band.Lower[h], band.Upper[h]);
        return middle;
    }

    private static float[] Sum(float[] values, int[] rows, int width)
    {
        var sum = new float[width];
        foreach (int row in rows)
        {
            for (int i = 0; i < width; i++)
                sum[i] += values[row * width + i];
        }

        return sum;
    }

    /// <summary>Units sold from a day of the panel on; NaN where nothing is loaded or the panel does not reach.</summary>
    private static float[] Sales(Panel panel, int[] rows, int from, int length)
    {
        var sales = new float[length];
        sales.AsSpan().Fill(float.NaN);
        for (int i = Math.Max(0, -from); i < length && from + i < panel.Days; i++)
        {
            foreach (int row in rows)
            {
                float units = panel.Quantity[row * panel.Days + from + i];
                if (!float.IsNaN(units))
                    sales[i] = (float.IsNaN(sales[i]) ? 0 : sales[i]) + units;
            }
        }

        return sales;
    }

    private static float[] Steps(float[] values, int storeId, BacktestCube cube)
    {
        var sum = new float[cube.Horizon];
        for (int g = 0; g < cube.Groups.Length; g++)
        {
            if (cube.Groups[g].Store != storeId)
                continue;
            for (int h = 0; h < cube.Horizon; h++)
                sum[h] += values[g * cube.Horizon + h];
        }

        return sum;
    }
}

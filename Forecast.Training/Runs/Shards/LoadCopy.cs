using Forecast.Domain.Copying;
using Forecast.Domain.Transport;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>Stores what the demand of each store fills, in the transaction of its shard.</summary>
internal static class LoadCopy
{
    private const string Columns = """
        version_id, store_id, origin, pallets, cubic_metres, kg, cases, pallets_of_cases, units, units_without_pallets,
        units_without_cubic_metres, units_without_kg, items_lacking, lacking_item_ids, backtest_origins, backtest_pallets,
        backtest_pallets_forecast, backtest_cubic_metres, backtest_cubic_metres_forecast, backtest_kg, backtest_kg_forecast
        """;

    public static Task RunAsync(NpgsqlConnection connection, IReadOnlyList<StoreLoad> loads, CancellationToken ct) =>
        GuardedCopy.RunAsync(connection, "store_load", Columns, loads, async (writer, load) =>
        {
            await writer.WriteAsync(load.VersionId, ct);
            await writer.WriteAsync(load.StoreId, ct);
            await writer.WriteAsync(load.Origin, ct);
            foreach (var path in (float[][])[load.Pallets, load.CubicMetres, load.Kg, load.Cases, load.PalletsOfCases])
                await writer.WriteAsync(path, ct);
            foreach (float units in (float[])[load.Units, load.UnitsWithoutPallets, load.UnitsWithoutCubicMetres, load.UnitsWithoutKg])
                await writer.WriteAsync(units, ct);
            await writer.WriteAsync(load.ItemsLacking, ct);
            await writer.WriteAsync(load.LackingItemIds, ct);
            await writer.WriteAsync(load.BacktestOrigins, ct);
            foreach (var backtest in (float[][])[load.BacktestPallets, load.BacktestPalletsForecast, load.BacktestCubicMetres,
                load.BacktestCubicMetresForecast, load.BacktestKg, load.BacktestKgForecast])
                await writer.WriteAsync(backtest, ct);
        }, ct);
}

using Forecast.Domain.Transport;

namespace Forecast.Tests.Training.Transport;

/// <summary>Stores of known demand that err alike by a known share, seen through weekly past forecasts of two weeks.</summary>
internal sealed class LoadWorld(int stores, double pallets, double alike, double deviation, int windows = 8)
{
    public const int Horizon = 14;

    public static readonly DateOnly Origin = new(2026, 11, 20);

    /// <summary>What comes ÷ what was forecast, on average.</summary>
    public double Bias { get; init; } = 1;

    /// <summary>Loads of the stores, with backtests of their own drawn from the world.</summary>
    public IReadOnlyList<StoreLoad> Loads(Random random)
    {
        var drawn = Enumerable.Range(0, windows).Select(_ => Draw(random)).ToArray();
        return
        [
            .. Enumerable.Range(1, stores).Select(store =>
            {
                float[] forecast = [.. Enumerable.Range(0, windows).SelectMany(_ => Mean())],
                    actual = [.. drawn.SelectMany(window => window[store - 1])];
                return Load(store, Mean(), actual, forecast, windows);
            }),
        ];
    }

    /// <summary>What happens in the coming days: store × day, pallets.</summary>
    public float[][] Draw(Random random)
    {
        double level = 0.5 * Normal(random);
        var common = Enumerable.Range(0, Horizon).Select(_ => level + 0.87 * Normal(random)).ToArray();
        return
        [
            .. Enumerable.Range(0, stores).Select(_ => Mean().Select((mean, day) => (float)Math.Max(0, Bias * mean * (1 + deviation
                * (Math.Sqrt(alike) * common[day] + Math.Sqrt(1 - alike) * Normal(random))))).ToArray()),
        ];
    }

    /// <summary>A load of one store: 2 m³ and 500 kg a pallet, 10 cases a pallet, 10 units a case.</summary>
    public static StoreLoad Load(int store, float[] pallets, float[] actual, float[] forecast, int windows) => new()
    {
        StoreId = store,
        Origin = Origin,
        Pallets = pallets,
        CubicMetres = [.. pallets.Select(p => 2 * p)],
        Kg = [.. pallets.Select(p => 500 * p)],
        Cases = [.. pallets.Select(p => MathF.Ceiling(10 * p))],
        PalletsOfCases = [.. pallets.Select(p => MathF.Ceiling(10 * p) / 10)],
        Units = 100 * pallets.Sum(),
        LackingItemIds = [],
        BacktestOrigins = [.. Enumerable.Range(1, windows).Select(w => Origin.AddDays(-7 * (windows + 1 - w) - 7)).Order()],
        BacktestPallets = actual,
        BacktestPalletsForecast = forecast,
        BacktestCubicMetres = [.. actual.Select(p => 2 * p)],
        BacktestCubicMetresForecast = [.. forecast.Select(p => 2 * p)],
        BacktestKg = [.. actual.Select(p => 500 * p)],
        BacktestKgForecast = [.. forecast.Select(p => 500 * p)],
    };

    private float[] Mean() =>
        [.. Enumerable.Range(0, Horizon).Select(day => (float)(pallets * (1 + 0.3 * Math.Sin(2 * Math.PI * (day + 1) / 7))))];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

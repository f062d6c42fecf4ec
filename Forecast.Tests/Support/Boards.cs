using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Tests.Support;

/// <summary>
/// Boards with round numbers: every store expects 10 units a day, sold 8 a day, and 5 a day a year ago, unless told otherwise.
/// </summary>
internal static class Boards
{
    public const int Horizon = 14;

    /// <summary>Friday; the forecast starts on Saturday.</summary>
    public static readonly DateOnly Origin = new(2026, 11, 20);

    /// <summary>Saturday 08:00 in Berlin.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    public static Region Region(int id = 1, string code = "NORTH", string name = "North") => new()
    {
        Id = id,
        Code = code,
        Name = name,
        TimeZone = "Europe/Berlin",
        MorningRunAt = new TimeOnly(5, 0),
        DeadlineAt = new TimeOnly(9, 0),
    };

    public static RegionBoard Of(params BoardStore[] stores) => new()
    {
        Region = Region(),
        Regions = [Region()],
        ReadAt = Morning,
        Stores = stores,
        Sales = Sales(stores),
        Items = new Dictionary<int, BoardItem> { [1] = new(1, "I1", "Milk", "Dairy"), [2] = new(2, "I2", "Bread", "Bakery") },
        Versions = [new BoardVersion(7, Origin, Morning.AddHours(-3), Morning.AddHours(-3), 3, Origin.AddDays(-5))],
    };

    /// <summary>What is loaded of the stores: as much as their outlooks know of the last weeks, sold on any day of the week.</summary>
    private static RegionSales Sales(BoardStore[] stores)
    {
        var loaded = stores.Where(s => s.Outlook is not null).Select(s => (s.Id, Until: LoadedUntil(s.Outlook!)))
            .ToDictionary(s => s.Id, s => Selling(s.Id, s.Until.AddYears(-1), s.Until));
        return new RegionSales(
            Region(), [.. stores.Select(s => new Store { Id = s.Id, Code = s.Code, Name = s.Name })], loaded,
            new Dictionary<(int, int), float[]>());
    }

    /// <summary>A store with sales on all days of some.</summary>
    public static StoreSales Selling(int storeId, DateOnly from, DateOnly until) => new()
    {
        StoreId = storeId,
        LoadedFrom = from,
        LoadedUntil = until,
        LastSales =
        [
            .. Enumerable.Range(0, 7).Select(weekday => (DateOnly?)until.AddDays(-(((int)until.DayOfWeek - weekday + 7) % 7))),
        ],
    };

    private static DateOnly LoadedUntil(StoreOutlook outlook) =>
        outlook.Origin.AddDays(outlook.Sales.AsSpan().LastIndexOfAnyExcept(float.NaN) + 1 - outlook.Sales.Length);

    public static BoardStore Store(int id, StoreOutlook? outlook = null, StoreOutlook? previous = null, string type = "City") =>
        new(id, $"S{id}", $"Store {id}", type) { VersionId = outlook?.VersionId, Outlook = outlook, Previous = previous };

    /// <summary>A store that expects so many units each day.</summary>
    public static BoardStore Expecting(int id, float perDay, Action<StoreOutlook>? change = null)
    {
        var outlook = Outlook(id, perDay);
        change?.Invoke(outlook);
        return Store(id, outlook);
    }

    public static StoreOutlook Outlook(int storeId, float perDay = 10, DateOnly? origin = null, long version = 7) => new()
    {
        VersionId = version,
        StoreId = storeId,
        Origin = origin ?? Origin,
        LastLoadedDay = origin ?? Origin,
        SeriesCount = 2,
        Mean = Fill(Horizon, perDay),
        P10 = Fill(Horizon, perDay * 0.8f),
        P50 = Fill(Horizon, perDay),
        P90 = Fill(Horizon, perDay * 1.2f),
        Naive = Fill(Horizon, perDay * 0.9f),
        Pallets = Fill(Horizon, perDay / 100),
        Sales = Fill(StoreOutlook.SalesDays, 8),
        SalesYearAgo = Fill(Horizon, 5),
        Categories = ["Dairy", "Bakery"],
        CategoryMean = [.. Fill(Horizon, perDay * 0.6f), .. Fill(Horizon, perDay * 0.4f)],
        CategoryLastWeek = [30, 26],
        ItemIds = [1, 2],
        ItemNextWeek = [perDay * 4.2f, perDay * 2.8f],
        ItemLastWeek = [30, 26],
        BacktestOrigins = [.. Enumerable.Range(1, 4).Select(week => (origin ?? Origin).AddDays(-7 * (5 - week)))],
        // Of four backtests, one came true, one sold 20 % less, one 20 % more, one 10 % more.
        BacktestActual = [
            .. Fill(Horizon, perDay), .. Fill(Horizon, perDay * 0.8f), .. Fill(Horizon, perDay * 1.2f), .. Fill(Horizon, perDay * 1.1f)],
        BacktestPredicted = Fill(4 * Horizon, perDay),
        AbsoluteResidual = Fill(Horizon, 2),
        NaiveAbsoluteResidual = Fill(Horizon, 4),
        AbsoluteActual = Fill(Horizon, 10),
    };

    public static float[] Fill(int length, float value)
    {
        var filled = new float[length];
        filled.AsSpan().Fill(value);
        return filled;
    }
}

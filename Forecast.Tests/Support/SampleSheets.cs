using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Sheets.Reading;

namespace Forecast.Tests.Support;

/// <summary>Sheets with round numbers, beside <see cref="Boards"/>: each item expects so many units every day and sold 8.</summary>
internal static class SampleSheets
{
    /// <summary>The first day shown.</summary>
    public static DateOnly Today => Boards.Origin.AddDays(1);

    /// <summary>A store whose outlook is the sum of its items.</summary>
    public static Sheet OfStore(params SheetSeries[] series)
    {
        var store = Boards.Store(1, Boards.Outlook(1, series.Sum(s => s.Mean.Values.Length == 0 ? 0 : s.Mean.Values[0])));
        return Of([store], null, [.. series.Select(s => s with { Store = store })]);
    }

    /// <summary>An item in stores of its own.</summary>
    public static Sheet OfItem(params SheetSeries[] series) =>
        Of([.. series.Select(s => s.Store)], series[0].Item, [.. series.Select(s => s with { Item = series[0].Item })]);

    /// <summary>A series that expects so many units each day.</summary>
    public static SheetSeries Expecting(
        int id, float perDay, string? name = null, string category = "Dairy", double? unitsPerCase = null,
        double? casesPerPallet = null) => new()
        {
            Id = id,
            Store = Boards.Store(id),
            Item = new SheetItem(id, $"I{id}", name ?? $"Item {id}", category, unitsPerCase, unitsPerCase * casesPerPallet),
            Origin = Boards.Origin,
            Mean = Ahead(perDay),
            P10 = Ahead(perDay / 2),
            P50 = Ahead(perDay * 0.9f),
            P90 = Ahead(perDay * 2),
            Sold = Past(8),
            Method = "theta",
            Class = DemandClass.Smooth,
        };

    /// <summary>The same value on every day ahead.</summary>
    public static Track Ahead(float value, int days = Boards.Horizon) => new(Today, Boards.Fill(days, value));

    /// <summary>The same value on every day of the last weeks.</summary>
    public static Track Past(float value) =>
        new(Boards.Origin.AddDays(1 - StoreOutlook.SalesDays), Boards.Fill(StoreOutlook.SalesDays, value));

    /// <summary>A track over past and future with another value on some days.</summary>
    public static Track With(float usual, params (DateOnly Day, float Value)[] others)
    {
        var values = Boards.Fill(StoreOutlook.SalesDays + Boards.Horizon, usual);
        var first = Boards.Origin.AddDays(1 - StoreOutlook.SalesDays);
        foreach (var (day, value) in others)
            values[day.DayNumber - first.DayNumber] = value;
        return new Track(first, values);
    }

    private static Sheet Of(IReadOnlyList<BoardStore> stores, SheetItem? item, IReadOnlyList<SheetSeries> series) => new()
    {
        Region = Boards.Region(),
        Regions = [Boards.Region()],
        ReadAt = Boards.Morning,
        Stores = stores,
        Item = item,
        Series = series,
        Freshness = new RegionSales(
            Boards.Region(), [.. stores.Select(s => new Store { Id = s.Id, Code = s.Code, Name = s.Name })],
            stores.ToDictionary(s => s.Id, s => Boards.Selling(s.Id, Boards.Origin.AddYears(-1), Boards.Origin)),
            new Dictionary<(int, int), float[]>()).At(Boards.Morning),
    };
}

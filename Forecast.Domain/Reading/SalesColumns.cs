namespace Forecast.Domain.Reading;

/// <summary>The columns of sales files, under the names that we give them.</summary>
public static class SalesColumns
{
    /// <summary>Known columns, the required ones first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["date", "store", "item", "quantity", "promotion", "price", "open", "stocked_out"];
}

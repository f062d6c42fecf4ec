using System.Globalization;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>Whose forecast is to be explained, and which day of it; written in the address.</summary>
/// <param name="StoreCodes">The stores; none means all.</param>
/// <param name="ItemCode">One item; null for all, or those of the category.</param>
/// <param name="Category">The items of one category; null for all.</param>
/// <param name="Days">Days shown, as on the board.</param>
/// <param name="Day">The day looked at; null for all days shown.</param>
public sealed record DriversSelection(IReadOnlyList<string> StoreCodes, string? ItemCode, string? Category, int Days, DateOnly? Day)
{
    /// <summary>Reads an address; what it does not understand falls back to the default.</summary>
    public static DriversSelection Parse(string? stores, string? item, string? category, int? days, string? day)
    {
        var board = BoardSelection.Parse(stores, days, null);
        return new(
            board.StoreCodes, Given(item), Given(item) is null ? Given(category) : null, board.Days,
            DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null);
    }

    /// <summary>The address of this selection.</summary>
    public string Address(string regionCode) => Urls.Why(regionCode, StoreCodes, ItemCode, Category, Days, Day);

    /// <summary>The same as a file.</summary>
    public string Csv(string regionCode) => Urls.WhyCsv(regionCode, StoreCodes, ItemCode, Category, Days);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>How the forecasts of an item stand.</summary>
internal static class ItemFacts
{
    public static IReadOnlyList<(string Name, string Value)> Of(Sheet sheet) => sheet.Item is not { } item
        ? []
        :
        [
            ("Stores", Formats.Units(sheet.Series.Count)),
            .. sheet.PublishedAt is { } at
                ? (IEnumerable<(string, string)>)[("Computed", Formats.Moment(at, sheet.Region.Zone, sheet.Today))]
                : [],
            ("Units in a case", Formats.Units(item.UnitsPerCase)),
            ("on a pallet", Formats.Units(item.UnitsPerPallet)),
        ];
}

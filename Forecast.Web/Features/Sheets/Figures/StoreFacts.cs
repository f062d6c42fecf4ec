using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>How the forecast of a store stands, and its chart.</summary>
internal static class StoreFacts
{
    public static IReadOnlyList<(string Name, string Value)> Of(Sheet sheet)
    {
        if (sheet.Store?.Outlook is not { } outlook)
            return [];
        return
        [
            ("Sales up to", Formats.Day(outlook.LastLoadedDay, sheet.Today)),
            .. sheet.PublishedAt is { } at
                ? (IEnumerable<(string, string)>)[("Computed", Formats.Moment(at, sheet.Region.Zone, sheet.Today))]
                : [],
            ("Items", Formats.Units(sheet.Series.Count)),
            ("Days used", Formats.Units(outlook.DaysUsed)),
            ("Days missing", Formats.Units(outlook.DaysMissing)),
        ];
    }

    /// <summary>What must be known before trusting the figures; empty when all is well.</summary>
    public static IEnumerable<string> Remarks(Sheet sheet)
    {
        if (sheet.Freshness.Ended.Count > 0)
            yield return "Nothing was sold here for three weeks, while other stores went on. If it has ended, say so on the board.";
        else if (sheet.Freshness.Stores is [{ IsBehind: true, MissingSince: { } since } behind])
            yield return $"Sales since {Formats.Day(since, sheet.Today)} are missing ({Formats.Count(behind.MissingDays, "day")}): "
                + "the forecast rests on what was loaded before.";
        if (sheet.Store?.Outlook is { } outlook && double.IsNaN(outlook.MeanOn(sheet.Today)))
            yield return $"The forecast ends before today: what is shown begins on {Formats.DayWithYear(outlook.Origin.AddDays(1))}.";
    }

    public static DemandPath Path(Sheet sheet, StoreOutlook outlook) => DemandPath.Of(
        [outlook], sheet.Store?.Previous is { } previous ? [previous] : [], sheet.Holidays, BacktestSums.Of([outlook]));
}

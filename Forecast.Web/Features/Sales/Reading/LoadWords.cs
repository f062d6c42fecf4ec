using Forecast.Domain.Loads;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>Loads in words.</summary>
internal static class LoadWords
{
    public static Signal SignalOf(Load load) => load.Status switch
    {
        LoadStatus.Succeeded => IsEmpty(load) ? Signal.Bad : load.RowsRejected > 0 ? Signal.Attention : Signal.Good,
        LoadStatus.Failed => Signal.Bad,
        _ => Signal.Waiting,
    };

    public static string Status(Load load) => load.Status switch
    {
        LoadStatus.Succeeded => IsEmpty(load) ? "No row taken" : load.RowsRejected > 0 ? "Loaded, some rows rejected" : "Loaded",
        LoadStatus.Failed => "Failed, nothing stored",
        LoadStatus.Waiting => "Waits for another load",
        _ => Progress(load) is { } share ? $"Reading, {Formats.Percent(share, 0)}" : "Reading",
    };

    /// <summary>Share of the file read; null when its size is unknown.</summary>
    public static double? Progress(Load load) => load.BytesTotal is > 0 and { } total ? Math.Min(1, (double)load.BytesRead / total) : null;

    public static string Kind(LoadKind kind) => kind switch
    {
        LoadKind.Stores => "Stores",
        LoadKind.Items => "Items",
        LoadKind.Routes => "Routes",
        _ => "Sales",
    };

    public static string Days(Load load) => load.FirstDay is null
        ? Formats.None
        : load.FirstDay == load.LastDay ? Formats.DayWithYear(load.FirstDay)
            : $"{Formats.DayWithYear(load.FirstDay)} – {Formats.DayWithYear(load.LastDay)}";

    public static string Missing(Load load) => load.MissingDays == MissingDays.NothingSold ? "nothing sold" : "not loaded";

    public static string Unknown(Load load) => load.UnknownKeys == UnknownKeys.Create ? "created" : "rejected";

    /// <summary>Whether not one row of a load could be taken.</summary>
    public static bool IsEmpty(Load load) => load is { RowsAccepted: 0, RowsRead: > 0 };

    public static bool IsUnfinished(Load load) => load.Status is LoadStatus.Waiting or LoadStatus.Running;

    /// <summary>The rejected rows that are kept, in words.</summary>
    public static string KeptRows(Load load) => load.RowsRejected switch
    {
        1 => "the rejected row",
        > RejectedRow.MostKept => $"the first {Formats.Units(RejectedRow.MostKept)} rejected rows",
        _ => $"all {Formats.Units(load.RowsRejected)} rejected rows",
    };

    /// <summary>On the server's common clock: loads belong to no region.</summary>
    public static string At(DateTimeOffset instant, DateTimeOffset now) =>
        Formats.Moment(instant, TimeZoneInfo.Utc, DateOnly.FromDateTime(now.UtcDateTime)) + " UTC";
}

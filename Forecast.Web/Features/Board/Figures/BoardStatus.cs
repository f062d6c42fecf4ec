using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>Answers the first question of the morning: is the forecast good to use? Always for the whole region.</summary>
/// <param name="Signal">How it stands.</param>
/// <param name="Word">The one word or two that say it.</param>
/// <param name="Sentence">What that means today.</param>
/// <param name="Reasons">Why it is not simply ready, a sentence each.</param>
public sealed record BoardStatus(Signal Signal, string Word, string Sentence, IReadOnlyList<string> Reasons)
{
    /// <summary>Days without any sales that a holiday beside a weekend explains.</summary>
    private const int LongWeekend = 3;

    /// <summary>Last day of which any sales are loaded; null when none are.</summary>
    public DateOnly? DataUntil { get; init; }

    /// <summary>How a region's forecast stands.</summary>
    /// <param name="board">The region's board.</param>
    /// <param name="now">The time.</param>
    /// <param name="nobodyComputesSince">Since when there is no worker for refreshes; null while there is one.</param>
    public static BoardStatus Of(RegionBoard board, DateTimeOffset now, DateTimeOffset? nobodyComputesSince = null)
    {
        var status = OfForecast(board, now);
        return nobodyComputesSince is { } since
            ? status with { Reasons = [.. status.Reasons, WorkerWords.Nobody(since, board.Region.Zone, board.Today)] }
            : status;
    }

    private static BoardStatus OfForecast(RegionBoard board, DateTimeOffset now)
    {
        var stores = board.Stores.Where(s => s.Outlook is not null).ToList();
        if (stores.Count == 0)
            return Without(board);
        var expected = board.Region.LastCompleteDay(now);
        var behind = stores.Where(s => s.Outlook!.Origin < expected).ToList();
        var status = behind.Count == 0 ? UpToDate(board, stores) : Behind(board, stores, behind, expected, now);
        return status with
        {
            Reasons = [.. status.Reasons, .. Doubt(stores), .. Failure(board), .. NotForecast(board, stores)],
            DataUntil = stores.Max(s => s.Outlook!.LastLoadedDay),
        };
    }

    private static BoardStatus Without(RegionBoard board) => board.Stores.Count == 0
        ? new BoardStatus(Signal.Waiting, "No stores", "This region has no stores yet.", [])
        : new BoardStatus(Signal.Waiting, "No forecast yet",
            "The first forecast is computed on its own as soon as sales of this region are loaded.", [.. Failure(board)]);

    private static BoardStatus UpToDate(RegionBoard board, List<BoardStore> stores)
    {
        var today = Formats.Day(board.Today);
        if (board.NewerSales is { } newer)
        {
            return new BoardStatus(Signal.Attention, "Out of date", $"Sales of {Stores(newer.StoreNames)} arrived after this forecast. "
                + "Refresh it to use them.",
                [$"Newest sales loaded at {Formats.Moment(newer.At, board.Region.Zone, board.Today)}."]);
        }

        if (Stopped(stores) is { } stopped)
            return stopped;
        if (Missing(stores) is { } missing)
            return new BoardStatus(
                Signal.Attention, "Ready, with gaps", $"The forecast for {today} is there, but not all sales are.", [missing]);
        return Doubt(stores).Any()
            ? new BoardStatus(
                Signal.Attention, "Ready, with doubts", $"The forecast for {today} and the days after uses all sales, but look twice.", [])
            : new BoardStatus(Signal.Good, "Ready", $"The forecast for {today} and the days after uses all sales.", []);
    }

    private static BoardStatus Behind(
        RegionBoard board, List<BoardStore> stores, List<BoardStore> behind, DateOnly expected, DateTimeOffset now)
    {
        var region = board.Region;
        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, region.Zone).DateTime);
        var oldest = behind.Min(s => s.Outlook!.Origin);
        bool all = behind.Count == stores.Count;
        var who = all ? "" : $" for {Stores([.. behind.Select(s => s.Name)])}";
        var reasons = new List<string>();
        if (stores.Max(s => s.Outlook!.LastLoadedDay) is { } last && last < expected)
            reasons.Add($"No sales after {Formats.DayWithYear(last)} are loaded.");
        else if (Missing(stores) is { } missing)
            reasons.Add(missing);
        if (board.NewerSales is not null)
            reasons.Add("Newer sales are loaded; refresh the forecast to use them.");

        if (oldest < expected.AddDays(-1))
        {
            int days = expected.DayNumber - oldest.DayNumber;
            return new BoardStatus(Signal.Bad, "Out of date",
                $"The forecast{who} rests on sales up to {Formats.DayWithYear(oldest)}, {Formats.Count(days, "day")} short.", reasons);
        }

        if (clock < region.DeadlineAt)
        {
            return new BoardStatus(Signal.Waiting, "On its way",
                clock < region.MorningRunAt
                    ? $"Today's forecast{who} is computed at {Formats.Clock(region.MorningRunAt)}; until then you see yesterday's."
                    : $"Today's forecast{who} is promised by {Formats.Clock(region.DeadlineAt)}; until then you see yesterday's.", reasons);
        }

        return new BoardStatus(Signal.Bad, "Late", $"Today's forecast{who} was promised by {Formats.Clock(region.DeadlineAt)}. You see "
            + "yesterday's; refresh it now.", reasons);
    }

    /// <summary>
    /// A feed that has stopped: a forecast was computed since, but the newest sales of all stores lie further back than their days usually
    /// lie apart. Null while sales come.
    /// </summary>
    private static BoardStatus? Stopped(List<BoardStore> stores)
    {
        var origin = stores.Max(s => s.Outlook!.Origin);
        if (stores.Max(s => s.Outlook!.LastLoadedDay) is not { } newest)
            return null;
        int days = origin.DayNumber - newest.DayNumber;
        return days <= Math.Max(LongWeekend, LongestPause(stores, origin)) ? null : new BoardStatus(Signal.Bad, "Out of date",
            $"No sales since {Formats.DayWithYear(newest)} are loaded: the forecast is {Formats.Count(days, "day")} short of them.", []);
    }

    /// <summary>Longest time without any sales within the last weeks, in days, such as a closed weekend; 0 where there is none.</summary>
    private static int LongestPause(List<BoardStore> stores, DateOnly origin)
    {
        int longest = 0, pause = 0;
        bool any = false;
        for (int back = StoreOutlook.SalesDays - 1; back >= 0; back--)
        {
            bool sold = stores.Exists(s => !double.IsNaN(s.Outlook!.SoldOn(origin.AddDays(-back))));
            if (sold && any)
                longest = Math.Max(longest, pause);
            (pause, any) = sold ? (0, true) : (pause + 1, any);
        }

        return longest;
    }

    /// <summary>Which stores' last days are missing, as a sentence; null when none are.</summary>
    private static string? Missing(List<BoardStore> stores)
    {
        var lacking = stores.Where(s => s.Outlook!.LacksSalesOn(s.Outlook!.Origin)).ToList();
        if (lacking.Count == 0)
            return null;
        var day = lacking.Max(s => s.Outlook!.Origin);
        return $"Sales of {Formats.Day(day)} are missing from {Stores([.. lacking.Select(s => s.Name)])}; their forecast rests on the days "
            + "before.";
    }

    /// <summary>A forecast that repeating last week would beat is still the newest there is, but nobody should trust it unawares.</summary>
    private static IEnumerable<string> Doubt(List<BoardStore> stores)
    {
        var wape = BacktestAccuracy.Wape(stores.Select(s => (s.Outlook!.AbsoluteResidual, s.Outlook.AbsoluteActual)));
        var naive = BacktestAccuracy.Wape(stores.Select(s => (s.Outlook!.NaiveAbsoluteResidual, s.Outlook.AbsoluteActual)));
        if (BacktestAccuracy.IsWorseThanBaseline(wape, naive))
            yield return $"Past forecasts of this region missed by {Formats.Percent(wape)}; repeating last week would have missed by "
                + $"{Formats.Percent(naive)}.";
    }

    private static IEnumerable<string> Failure(RegionBoard board)
    {
        if (board.LastFailure is { } failed)
            yield return $"The last run failed at {Formats.Moment(failed.At, board.Region.Zone, board.Today)}: {failed.Message}";
    }

    private static IEnumerable<string> NotForecast(RegionBoard board, List<BoardStore> stores)
    {
        var without = board.Stores.Except(stores).Select(s => s.Name).ToList();
        if (without.Count > 0)
            yield return $"No forecast yet for {Stores(without)}.";
    }

    private static string Stores(IReadOnlyList<string> names) =>
        names.Count > 3 ? Formats.Count(names.Count, "store") + ": " + Formats.List(names) : Formats.List(names);
}

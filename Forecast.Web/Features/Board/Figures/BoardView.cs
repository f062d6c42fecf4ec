using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>Everything on the board for one selection, worked out: components only print it.</summary>
public sealed record BoardView
{
    public required BoardSelection Selection { get; init; }

    /// <summary>The stores chosen, or all; forecast or not.</summary>
    public required IReadOnlyList<BoardStore> Stores { get; init; }

    /// <summary>The days of the table.</summary>
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Forecast stores, ranked.</summary>
    public required IReadOnlyList<StoreRow> Rows { get; init; }

    /// <summary>Sum per day over the rows; null on a day that not every store's forecast reaches.</summary>
    public required IReadOnlyList<double?> TotalPerDay { get; init; }

    public required double TotalUnits { get; init; }

    /// <summary>Stores chosen that no forecast covers yet.</summary>
    public required IReadOnlyList<BoardStore> NotForecast { get; init; }

    /// <summary>Stores chosen that may have ended; not in the rows and totals.</summary>
    public IReadOnlyList<StoreFreshness> Ended { get; init; } = [];

    /// <summary>Codes in the address that are no store of this region.</summary>
    public required IReadOnlyList<string> UnknownCodes { get; init; }

    /// <summary>Null when no chosen store has a forecast.</summary>
    public BoardTiles? Tiles { get; init; }

    /// <summary>Null when no chosen store has a forecast.</summary>
    public DemandPath? Path { get; init; }

    public Breakdown Breakdown { get; init; } = new([], []);

    /// <summary>The smallest number of top rows that make up half, and four fifths, of what is ranked.</summary>
    public (int Half, int MostOf) Drivers { get; init; }

    /// <summary>Whether all stores of the region are in.</summary>
    public bool IsWholeRegion { get; init; }

    public static BoardView From(RegionBoard board, BoardSelection selection)
    {
        var (stores, unknown) = Choose(board, selection);
        bool wholeRegion = stores.Count == board.Stores.Count;
        var firstDay = FirstDay(board, stores);
        var sales = board.Sales.At(board.ReadAt);
        var ended = Ending(sales, stores);
        var covered = stores.Where(s => s.Outlook is { } o && !double.IsNaN(o.MeanOn(firstDay)) && !ended.Exists(e => e.StoreId == s.Id))
            .ToList();
        var view = new BoardView
        {
            Selection = selection,
            Stores = stores,
            Days = [.. Enumerable.Range(0, selection.Days).Select(firstDay.AddDays)],
            Rows = [],
            TotalPerDay = [],
            TotalUnits = 0,
            NotForecast = [.. stores.Except(covered).Where(s => !ended.Exists(e => e.StoreId == s.Id))],
            Ended = ended,
            UnknownCodes = unknown,
            IsWholeRegion = wholeRegion,
        };
        return covered.Count == 0 ? view : view.With(board, covered, firstDay, sales);
    }

    private BoardView With(RegionBoard board, List<BoardStore> covered, DateOnly firstDay, SalesFreshness sales)
    {
        var outlooks = covered.ConvertAll(s => s.Outlook!);
        var backtest = BacktestSums.Of(outlooks);
        var lacking = sales.Behind.Select(s => s.StoreId).ToHashSet();
        var rows = Ranked([.. covered.Select(s => Row(s, s.Outlook!, firstDay, lacking))]);
        return this with
        {
            Rows = rows,
            TotalPerDay = [.. Days.Select(day => DemandPath.Sum(outlooks, o => o.MeanOn(day)))],
            TotalUnits = rows.Sum(r => r.Units),
            Tiles = BoardTiles.Of(outlooks, firstDay, backtest),
            Path = DemandPath.Of(outlooks, [.. covered.Select(s => s.Previous).OfType<StoreOutlook>()], board.Holidays, backtest),
            Breakdown = Breakdown.Of(outlooks, board.Items),
            Drivers = (rows.Count(r => Above(r) < 0.5), rows.Count(r => Above(r) < 0.8)),
        };

        double Above(StoreRow row) => row.Rank == 1 ? 0 : rows[row.Rank - 2].Cumulative ?? 1;
    }

    private static (IReadOnlyList<BoardStore> Stores, IReadOnlyList<string> Unknown) Choose(RegionBoard board, BoardSelection selection)
    {
        if (selection.StoreCodes.Count == 0)
            return (board.Stores, []);
        var wanted = selection.StoreCodes.ToHashSet(StringComparer.Ordinal);
        var chosen = board.Stores.Where(s => wanted.Contains(s.Code)).ToList();
        wanted.ExceptWith(chosen.Select(s => s.Code));
        // An address of which nothing is known any more shows the region rather than nothing, and says so.
        return (chosen.Count == 0 ? board.Stores : chosen, [.. selection.StoreCodes.Where(wanted.Contains)]);
    }

    /// <summary>The chosen stores that may have ended; none when nothing else is chosen, so that they can be looked at.</summary>
    private static List<StoreFreshness> Ending(SalesFreshness sales, IReadOnlyList<BoardStore> stores)
    {
        var ended = sales.Ended.Where(e => stores.Any(s => s.Id == e.StoreId)).ToList();
        return ended.Count == stores.Count ? [] : ended;
    }

    /// <summary>
    /// Today, as long as a forecast covers it; otherwise the first day of the newest forecast, so that the board is never empty.
    /// </summary>
    private static DateOnly FirstDay(RegionBoard board, IReadOnlyList<BoardStore> stores)
    {
        var outlooks = stores.Select(s => s.Outlook).OfType<StoreOutlook>().ToList();
        if (outlooks.Count == 0 || outlooks.Exists(o => !double.IsNaN(o.MeanOn(board.Today))))
            return board.Today;
        return outlooks.Max(o => o.Origin).AddDays(1);
    }

    private StoreRow Row(BoardStore store, StoreOutlook outlook, DateOnly firstDay, HashSet<int> lacking)
    {
        var week = Enumerable.Range(0, BoardSelection.Week).Select(firstDay.AddDays).Where(day => !double.IsNaN(outlook.MeanOn(day)))
            .ToList();
        double weekUnits = week.Sum(outlook.MeanOn);
        var interval = BacktestSums.Of([outlook]).Total(weekUnits, firstDay.DayNumber - outlook.Origin.DayNumber - 1, week.Count);
        double?[] days = [.. Days.Select(day => outlook.MeanOn(day) is var v && double.IsNaN(v) ? (double?)null : v)];
        return new StoreRow
        {
            Store = store,
            Days = days,
            Units = days.Sum() ?? 0,
            WeekUnits = weekUnits,
            LastWeek = Comparison.Of(week.Select(day => (outlook.MeanOn(day), outlook.SoldOnLastSameWeekday(day)))),
            Uncertainty = interval is { } range && range.Upper > range.Lower ? (range.Upper - range.Lower) / 2 : null,
            LacksSales = lacking.Contains(store.Id),
            Sparkline = Sparkline.Of(outlook),
        };
    }

    private List<StoreRow> Ranked(IReadOnlyList<StoreRow> rows)
    {
        double units = rows.Sum(r => r.Units), measure = rows.Sum(r => r.Measure(Selection.Rank)), sum = 0;
        var ranked = new List<StoreRow>(rows.Count);
        foreach (var row in rows.OrderByDescending(r => r.Measure(Selection.Rank)).ThenBy(r => r.Store.Name, StringComparer.CurrentCulture)
            .ThenBy(r => r.Store.Code, StringComparer.Ordinal))
        {
            sum += row.Measure(Selection.Rank);
            ranked.Add(row with
            {
                Rank = ranked.Count + 1,
                Share = units > 0 ? row.Units / units : null,
                Cumulative = measure > 0 ? sum / measure : null,
            });
        }

        return ranked;
    }
}

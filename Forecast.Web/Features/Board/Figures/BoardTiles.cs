using Forecast.Domain.Forecasts;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>The few numbers on top: how much is coming, against what, and how good such forecasts have been.</summary>
public sealed record BoardTiles
{
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last of the seven days, or the last that the forecast reaches.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Expected units of these days.</summary>
    public required double Units { get; init; }

    /// <summary>80 % interval of <see cref="Units"/>, calibrated for this selection; null without backtests that tell any.</summary>
    public required (double Lower, double Upper)? Interval { get; init; }

    /// <summary>Expected pallets, over items whose transport units are known; null when none is.</summary>
    public required double? Pallets { get; init; }

    /// <summary>Share of units that pallets leave out.</summary>
    public required double? WithoutPallets { get; init; }

    public required Comparison LastWeek { get; init; }

    public required Comparison LastYear { get; init; }

    /// <summary>Backtest WAPE one to seven days ahead, per item and store; null where it tells nothing.</summary>
    public required double? Wape { get; init; }

    /// <summary>The same of the seasonal-naive baseline.</summary>
    public required double? NaiveWape { get; init; }

    /// <summary>Past forecasts that WAPE was measured on.</summary>
    public required int Backtests { get; init; }

    /// <summary>How much smaller the residual is than the baseline's, a ratio; negative when it is larger.</summary>
    public double? BetterThanNaive => Wape is { } ours && NaiveWape is > 0 and { } naive ? 1 - ours / naive : null;

    public int Days => LastDay.DayNumber - FirstDay.DayNumber + 1;

    internal static BoardTiles Of(IReadOnlyList<StoreOutlook> outlooks, DateOnly firstDay, BacktestSums backtest)
    {
        var origin = outlooks.Max(o => o.Origin);
        var week = Enumerable.Range(0, BoardSelection.Week).Select(firstDay.AddDays).ToList();
        var reached = week.Where(day => outlooks.Any(o => !double.IsNaN(o.MeanOn(day)))).ToList();
        double units = Total(outlooks, reached, o => o.Mean);
        double horizonUnits = outlooks.Sum(o => o.Mean.Sum(v => (double)v));
        var (wape, naiveWape) = BacktestAccuracy.Telling(
            BacktestAccuracy.Wape(outlooks.Select(o => (o.AbsoluteResidual, o.AbsoluteActual))),
            BacktestAccuracy.Wape(outlooks.Select(o => (o.NaiveAbsoluteResidual, o.AbsoluteActual))));
        double without = outlooks.Sum(o => (double)o.UnitsWithoutPallets);
        return new BoardTiles
        {
            FirstDay = firstDay,
            LastDay = reached.Count == 0 ? firstDay : reached[^1],
            Units = units,
            Interval = Wide(backtest.Total(units, firstDay.DayNumber - origin.DayNumber - 1, reached.Count)),
            Pallets = horizonUnits > 0 && without >= horizonUnits * 0.9995 ? null : Total(outlooks, reached, o => o.Pallets),
            WithoutPallets = horizonUnits > 0 ? without / horizonUnits : null,
            LastWeek = Comparison.Of(outlooks.SelectMany(o => reached.Select(day => (o.MeanOn(day), o.SoldOnLastSameWeekday(day))))),
            LastYear = Comparison.Of(outlooks.SelectMany(o => reached.Select(day => (o.MeanOn(day), o.Ahead(o.SalesYearAgo, day))))),
            Wape = wape,
            NaiveWape = naiveWape,
            Backtests = backtest.Origins,
        };
    }

    /// <summary>A range of one number would look surer than the data allow; it is none.</summary>
    private static (double Lower, double Upper)? Wide((double Lower, double Upper)? interval) =>
        interval is { } range && Math.Round(range.Upper) > Math.Round(range.Lower) ? range : null;

    private static double Total(IReadOnlyList<StoreOutlook> outlooks, List<DateOnly> days, Func<StoreOutlook, float[]> path) =>
        outlooks.Sum(o => days.Select(day => o.Ahead(path(o), day)).Where(v => !double.IsNaN(v)).Sum());
}

using Forecast.Training.Boosting.Global;
using Forecast.Web.Features.Drivers.Figures;

namespace Forecast.Web.Features.SingleSeries.Figures;

/// <summary>One part of a day's column.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Units">What it adds or takes.</param>
/// <param name="From">Where it begins: upward from zero for what adds, downward for what takes.</param>
/// <param name="To">Where it ends.</param>
public sealed record DriverBar(DemandDriver Driver, double Units, double From, double To);

/// <summary>The days ahead as columns: what adds stacked above zero, what takes below; their sum is what is expected.</summary>
public sealed record DriverColumns
{
    /// <summary>The days' parts, in the order of the days.</summary>
    public required IReadOnlyList<IReadOnlyList<DriverBar>> Days { get; init; }

    public required double Top { get; init; }

    /// <summary>Zero or less.</summary>
    public required double Bottom { get; init; }

    internal static DriverColumns Of(DriversView view)
    {
        List<IReadOnlyList<DriverBar>> days = [.. view.Days.Select(day => Stack(day, view.Drivers))];
        var bars = days.SelectMany(d => d).ToList();
        double top = bars.Select(b => Math.Max(b.From, b.To)).DefaultIfEmpty(0).Max();
        return new DriverColumns
        {
            Days = days,
            Top = top > 0 ? top : 1,
            Bottom = bars.Select(b => Math.Min(b.From, b.To)).DefaultIfEmpty(0).Min() is var low and < 0 ? low : 0,
        };
    }

    /// <summary>Height of a value over the lowest one, as a share of all.</summary>
    public double Share(double units) => (units - Bottom) / (Top - Bottom);

    private static IReadOnlyList<DriverBar> Stack(DriverColumn day, IReadOnlyList<DemandDriver> drivers)
    {
        double up = 0, down = 0;
        var bars = new List<DriverBar>();
        foreach (var driver in drivers)
        {
            double units = day.Exact[driver];
            if (units == 0)
                continue;
            ref double at = ref units > 0 ? ref up : ref down;
            bars.Add(new DriverBar(driver, units, at, at + units));
            at += units;
        }

        return bars;
    }
}

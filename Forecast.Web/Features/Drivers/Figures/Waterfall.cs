using System.Globalization;
using Forecast.Training.Boosting.Global;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>One bar of the way from the usual level to the forecast.</summary>
/// <param name="Driver">The driver; null for the forecast itself.</param>
/// <param name="Units">What it adds or takes; the level or the forecast for the first and the last bar.</param>
/// <param name="From">Where the bar begins, in units.</param>
/// <param name="To">Where it ends.</param>
public sealed record WaterfallStep(DemandDriver? Driver, double Units, double From, double To)
{
    /// <summary>Whether the bar is a difference, and not the level or the forecast.</summary>
    public bool IsDifference => Driver is not (null or DemandDriver.Base);
}

/// <summary>The way from the usual level to the forecast, bar by bar, as it is shown: each begins where the one before ends.</summary>
public sealed record Waterfall
{
    /// <summary>The axis is cut when everything happens above this share of it.</summary>
    private const double CutAbove = 0.6;

    /// <summary>Room left of the differences on a cut axis, as a multiple of theirs.</summary>
    private const double RoomBelow = 0.5;

    private Waterfall(IReadOnlyList<WaterfallStep> steps)
    {
        Steps = steps;
        // Whole bars, the level and the forecast, begin at zero; only their ends and the differences must be seen.
        double low = steps.Where(s => s.IsDifference).Append(steps[0]).Append(steps[^1])
            .Min(s => s.IsDifference ? Math.Min(s.From, s.To) : s.To);
        Highest = Math.Max(steps.Max(s => Math.Max(s.From, s.To)), 0);
        IsCut = low > Highest * CutAbove && low < Highest;
        Lowest = IsCut ? low - (Highest - low) * RoomBelow : Math.Min(0, low);
        Highest = Math.Max(Highest, Lowest + 1e-9);
    }

    public IReadOnlyList<WaterfallStep> Steps { get; }

    /// <summary>Whether the axis begins above zero, because the differences would not be seen otherwise: it must be said.</summary>
    public bool IsCut { get; }

    private double Lowest { get; }

    private double Highest { get; }

    public static Waterfall Of(DriverColumn column, IReadOnlyList<DemandDriver> drivers)
    {
        var steps = new List<WaterfallStep>();
        double at = 0;
        foreach (var driver in drivers)
        {
            steps.Add(new WaterfallStep(driver, column.Shown[driver], at, at + column.Shown[driver]));
            at += column.Shown[driver];
        }

        steps.Add(new WaterfallStep(null, at, 0, at));
        return new Waterfall(steps);
    }

    /// <summary>Left edge of a bar as CSS takes it.</summary>
    public string Left(WaterfallStep step) => Percent(At(Math.Min(step.From, step.To)));

    /// <summary>Width of a bar as CSS takes it.</summary>
    public string Width(WaterfallStep step) => Percent(At(Math.Max(step.From, step.To)) - At(Math.Min(step.From, step.To)));

    private double At(double units) => Math.Max(0, (units - Lowest) / (Highest - Lowest));

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}

using Forecast.Domain.Accuracy;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>A measure as a column of the table: ours, beside it that of repeating last week, and what it means.</summary>
/// <param name="Name">Head of the column.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Field">Head of the column in a file; that of seasonal naive is "naive_" before it.</param>
/// <param name="Ours">The value; null where it is undefined.</param>
/// <param name="Naive">That of seasonal naive; null where it has none.</param>
/// <param name="Text">How a value is written.</param>
/// <param name="Reason">Why there is no value.</param>
internal sealed record Measure(
    string Name, string Meaning, string Field, Func<ErrorSums, double?> Ours, Func<ErrorSums, double?>? Naive, Func<double?, string> Text,
    Func<ErrorSums, AccuracyLevel, bool, string> Reason)
{
    private const string NothingScored = "nothing could be scored: no sales are loaded, or shelves ran empty";
    private const string NothingSold = "nothing was sold, so there is nothing to divide by";

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("WAPE", "Units missed for each 100 units sold.", "wape", s => s.Wape, s => s.NaiveWape, v => Formats.Percent(v), OfRatio),
        new("Bias", "Expected beyond what was sold, for each 100 units sold; above zero, too much was expected.", "bias",
            s => s.Bias, s => s.NaiveBias, v => Formats.SignedPercent(v), OfRatio),
        new("MASE", "Error as a multiple of what repeating the week before used to miss; below 1 is better than that.", "mase",
            s => s.Mase, s => s.NaiveMase, v => Formats.Units(v, 2), OfScale),
        new("RMSSE", "The same for squared errors, against repeating the day before; large misses weigh more.", "rmsse",
            s => s.Rmsse, s => s.NaiveRmsse, v => Formats.Units(v, 2), OfScale),
        new("Pinball", "Mean loss of the three quantiles (10, 50, 90 %), units; smaller is better.", "pinball",
            s => s.Bands.MeanPinball, s => s.Bands.NaiveMeanPinball, v => Formats.Units(v, 2), OfBand),
        new("Coverage", "Share of values inside the band that should hold 8 of 10.", "coverage",
            s => s.Bands.Coverage, null, v => Formats.Percent(v), OfBand),
    ];

    private static string OfRatio(ErrorSums sums, AccuracyLevel level, bool isBacktest) =>
        sums.Scored == 0 ? NothingScored : NothingSold;

    private static string OfScale(ErrorSums sums, AccuracyLevel level, bool isBacktest) => (sums.Scored, level, isBacktest) switch
    {
        (_, _, true) => "backtests keep no scaled errors",
        (_, not AccuracyLevel.Item, _) => "it is measured item by item, each against its own past; totals have no such scale",
        (0, _, _) => NothingScored,
        _ => "the past of these items has no ups and downs to compare with: too short, or always the same",
    };

    private static string OfBand(ErrorSums sums, AccuracyLevel level, bool isBacktest) => (sums.Scored, level, isBacktest) switch
    {
        (_, _, true) => "bands are made from the backtests, so these cannot judge them",
        (_, AccuracyLevel.Category or AccuracyLevel.Region, _) => "no band is published for totals of categories and regions",
        (0, _, _) => NothingScored,
        (_, AccuracyLevel.Store, _) =>
            "the band of a store's total counts on days on which every item is loaded and none ran empty, and there was none",
        _ => NothingScored,
    };
}

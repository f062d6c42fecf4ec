using Forecast.Domain.Registry;

namespace Forecast.Web.Shared;

/// <summary>What second opinions are called and how they read.</summary>
internal static class OpinionWords
{
    /// <summary>Name of an independent model.</summary>
    public static string Name(string? model) => model switch
    {
        "ml-lightgbm" => "LightGBM",
        "ml-fasttree" => "FastTree",
        _ => "The independent model",
    };

    /// <summary>A difference of two WAPEs in points: "+2.1".</summary>
    public static string Points(double? difference) => Formats.SignedUnits(100 * difference, 1);

    /// <summary>The interval of the difference in points: "+0.5 to +3.7".</summary>
    public static string Interval(OpinionScore score) =>
        score is { BetterByAtLeast: { } low, BetterByAtMost: { } high } ? $"{Points(low)} to {Points(high)}" : Formats.None;

    /// <summary>Who is better and by how much, with the uncertainty of that.</summary>
    public static string Verdict(OpinionScore? score) => score switch
    {
        null or { BetterBy: null } => Formats.None,
        { BetterByAtLeast: null } => $"{Points(score.BetterBy)}, too few days to be sure",
        { OwnIsBetter: true } => $"ours better: {Points(score.BetterBy)} ({Interval(score)})",
        { IndependentIsBetter: true } => $"ours worse: {Points(score.BetterBy)} ({Interval(score)})",
        _ => $"no clear difference: {Points(score.BetterBy)} ({Interval(score)})",
    };

    /// <summary>What the board says where the independent model has been better often enough; else empty.</summary>
    public static string Outdone(string? model, int retrainsBehind) => retrainsBehind < SecondOpinion.WorthAWord
        ? ""
        : $"{Name(model)}, an independent model, did better on past days for {Formats.Count(retrainsBehind, "retrain")} in a row. "
            + "The forecast shown is still ours.";
}

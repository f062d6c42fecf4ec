using System.Runtime.InteropServices;
using Forecast.Training.Engine.Paths;

namespace Forecast.Training.Transport;

/// <summary>How odds of one level are calibrated.</summary>
/// <param name="Scores">Moves and stretches the distribution of each day.</param>
/// <param name="Factor">
/// Days on which another vehicle was needed ÷ days on which it was said to be: what the shape of the distributions leaves.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OddsCalibration(ScoreCalibration Scores, double Factor)
{
    /// <summary>Leaves odds as they are.</summary>
    public static OddsCalibration None { get; } = new(ScoreCalibration.None, 1);

    /// <summary>Odds, times a factor; never beyond certainty.</summary>
    public static double Times(double odds, double factor) => Math.Min(1, factor * odds);
}

using System.Runtime.InteropServices;

namespace Forecast.Training.Engine.Paths;

/// <summary>
/// Moves and stretches a distribution so that past actuals fall where they should: the quantile at the normal score z is read at
/// <see cref="Shift"/> + <see cref="Scale"/>·z (a normal form of recalibrating by the probability integral transform; Dawid, 1984).
/// </summary>
/// <param name="Shift">Normal score at which the median of what came lay.</param>
/// <param name="Scale">Deviation of the normal scores of what came; above 1 widens.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScoreCalibration(double Shift, double Scale)
{
    /// <summary>Days at which what they show weighs as much as the distribution as it is.</summary>
    private const double PriorDays = 8;

    /// <summary>Leaves a distribution as it is.</summary>
    public static ScoreCalibration None { get; } = new(0, 1);

    /// <summary>Learns from the normal scores that actuals had in the distributions told for them.</summary>
    /// <param name="scores">Normal scores.</param>
    /// <param name="days">On how many different days: what lies on one day errs alike.</param>
    public static ScoreCalibration Learn(IReadOnlyCollection<double> scores, int days)
    {
        if (scores.Count == 0)
            return None;
        double trust = days / (days + PriorDays), mean = scores.Average(), variance = scores.Average(z => (z - mean) * (z - mean));
        return new ScoreCalibration(trust * mean, Math.Sqrt(trust * variance + 1 - trust));
    }

    /// <summary>The score at which a distribution is read for the score of a calibrated one.</summary>
    public double At(double score) => Shift + Scale * score;

    /// <summary>The calibrated score of a score of the distribution as it is.</summary>
    public double Of(double score) => (score - Shift) / Scale;
}

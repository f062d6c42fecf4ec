using System.Runtime.InteropServices;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Units expected beside units to compare with.</summary>
/// <param name="Expected">Units of the days ahead.</param>
/// <param name="Reference">Units to compare with.</param>
/// <param name="Noise">Deviation of such weeks, in units.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Shift(double Expected, double Reference, double Noise)
{
    /// <summary>Units between the two.</summary>
    public double Units => Expected - Reference;

    /// <summary>The same in deviations.</summary>
    public double Deviations => Units / Noise;

    /// <summary>How many times the one is the other, as a logarithm: twice and half differ in their sign alone.</summary>
    public double SignedFactor => Math.Log((Expected + 1) / (Reference + 1));

    /// <summary>The same without its sign.</summary>
    public double Factor => Math.Abs(SignedFactor);

    /// <summary>How many times a threshold in deviations it is.</summary>
    public double Strength(double threshold) => Math.Abs(Deviations) / threshold;

    /// <summary>Whether it is that far out, in the direction of a sign.</summary>
    public bool IsBeyond(double threshold, int sign) => Math.Sign(Units) == sign && Strength(threshold) >= 1;
}

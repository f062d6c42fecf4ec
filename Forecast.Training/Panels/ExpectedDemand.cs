using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Panels;

/// <summary>What demand was to be expected of one day, from the days around it.</summary>
/// <param name="Mean">Expected units.</param>
/// <param name="Overdispersion">Variance beyond that of Poisson counts (or all of it, where quantities are not whole) ÷ mean².</param>
/// <param name="Whole">Only whole quantities are sold around that day.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExpectedDemand(double Mean, double Overdispersion, bool Whole)
{
    /// <summary>Variance of one day with a given mean.</summary>
    public double Variance(double mean) => (Whole ? mean : 0) + Overdispersion * mean * mean;

    /// <summary>The day's distribution.</summary>
    public DemandDistribution Distribution => Around(Mean);

    /// <summary>Demand of a day that sold this much and then ran empty; never below what was sold.</summary>
    public double AtLeast(double sold) => Distribution.AtLeast(sold, out _);

    /// <summary>The distribution of another day of the same series, with its own mean.</summary>
    public DemandDistribution Around(double mean) => new(mean, Variance(mean), Whole);
}

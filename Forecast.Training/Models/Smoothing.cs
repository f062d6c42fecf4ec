using System.Numerics;
using System.Runtime.InteropServices;

namespace Forecast.Training.Models;

/// <summary>Smoothing parameters of one candidate: level, season (or size), trend or damping.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Smoothing(float Alpha, float Gamma = 0, float Phi = 0)
{
    /// <summary>Every alpha with every gamma.</summary>
    public static Smoothing[] Combine(ReadOnlySpan<float> alphas, ReadOnlySpan<float> gammas)
    {
        var all = new Smoothing[alphas.Length * gammas.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = new Smoothing(alphas[i / gammas.Length], gammas[i % gammas.Length]);
        return all;
    }
}

/// <summary><see cref="Smoothing"/> of a block: one series per lane.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LaneParameters(Vector<float> alpha, Vector<float> gamma, Vector<float> phi)
{
    public readonly Vector<float> Alpha = alpha;
    public readonly Vector<float> Gamma = gamma;
    public readonly Vector<float> Phi = phi;

    /// <summary>1 ÷ α: days that a smoothed level lags behind a trend, the day itself included.</summary>
    public readonly Vector<float> Lag = Vector<float>.One / alpha;

    public LaneParameters(Smoothing same)
        : this(new Vector<float>(same.Alpha), new Vector<float>(same.Gamma), new Vector<float>(same.Phi))
    {
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Forecast.Training.Numerics;

/// <summary>
/// Least squares with a penalty of its own and a prior mean for each coefficient (Hoerl and Kennard, 1970): min Σ w(y − xβ)² + Σ λ(β −
/// β₀)².
/// </summary>
internal sealed class Ridge(int columns)
{
    // Lower triangle.
    private readonly double[] gram = new double[columns * columns];
    private readonly double[] moments = new double[columns];

    /// <summary>
    /// Adds one observation, given by the ascending indices and the values of its non-zero columns; a negative weight takes back.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double target, double weight)
    {
        for (int a = 0; a < indices.Length; a++)
        {
            double scaled = weight * values[a];
            moments[indices[a]] += scaled * target;
            var row = gram.AsSpan(indices[a] * columns, columns);
            for (int b = 0; b <= a; b++)
                row[indices[b]] += scaled * values[b];
        }
    }

    /// <summary>The coefficients; every penalty must be positive, so that a solution exists whatever the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Solve(ReadOnlySpan<double> penalties, ReadOnlySpan<double> priors)
    {
        var l = (double[])gram.Clone();
        var x = (double[])moments.Clone();
        for (int i = 0; i < columns; i++)
        {
            l[i * columns + i] += penalties[i];
            x[i] += penalties[i] * priors[i];
        }

        for (int j = 0; j < columns; j++) // Cholesky, in place
        {
            for (int i = j; i < columns; i++)
            {
                double sum = l[i * columns + j] - Dot(l.AsSpan(i * columns, j), l.AsSpan(j * columns, j));
                l[i * columns + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / l[j * columns + j];
            }
        }

        for (int i = 0; i < columns; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= l[i * columns + k] * x[k];
            x[i] /= l[i * columns + i];
        }

        for (int i = columns - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < columns; k++)
                x[i] -= l[k * columns + i] * x[k];
            x[i] /= l[i * columns + i];
        }

        return x;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lanes = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
            lanes += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double sum = Vector.Sum(lanes);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

namespace Forecast.Training.Numerics;

/// <summary>
/// Least squares with a penalty of its own and a prior mean for each coefficient (Hoerl and Kennard, 1970): min Σ w(y − xβ)² + Σ λ(β − β₀)².
/// </summary>
internal sealed class Ridge(int columns)
{
    private readonly double[] gram = new double[columns * columns];
    private readonly double[] moments = new double[columns];

    /// <summary>Adds one observation, given by the indices and values of its non-zero columns.</summary>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double target, double weight)
    {
        for (int a = 0; a < indices.Length; a++)
        {
            double scaled = weight * values[a];
            moments[indices[a]] += scaled * target;
            for (int b = 0; b < indices.Length; b++)
                gram[indices[a] * columns + indices[b]] += scaled * values[b];
        }
    }

    /// <summary>Forgets all observations.</summary>
    public void Clear()
    {
        Array.Clear(gram);
        Array.Clear(moments);
    }

    /// <summary>The coefficients; every penalty must be positive, so that a solution exists whatever the data.</summary>
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
                double sum = l[i * columns + j];
                for (int k = 0; k < j; k++)
                    sum -= l[i * columns + k] * l[j * columns + k];
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
}

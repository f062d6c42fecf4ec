namespace Forecast.Tests.Support;

/// <summary>Seeded draws that the framework does not have.</summary>
internal static class Chance
{
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>By counting arrivals, in pieces so that no probability underflows.</summary>
    public static int Poisson(this Random random, double mean)
    {
        int count = 0;
        for (; mean > 0; mean -= 500)
        {
            double none = Math.Exp(-Math.Min(mean, 500)), product = random.NextDouble();
            for (; product > none; product *= random.NextDouble())
                count++;
        }

        return count;
    }

    /// <summary>A gamma variable of mean 1 (Marsaglia and Tsang, 2000); shape 1 or more.</summary>
    public static double Gamma(this Random random, double shape)
    {
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.Normal(), v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v / shape;
        }
    }
}

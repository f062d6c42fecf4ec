namespace Forecast.Training.Numerics;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>P(Z ≤ z) by West (2005), absolute error below 1e-7 here.</summary>
    public static double Cdf(double z)
    {
        double x = Math.Abs(z);
        if (x > 37)
            return z > 0 ? 1 : 0;
        double tail;
        if (x < 7.07106781186547)
        {
            double above = Math.Exp(-x * x / 2)
                * ((((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x
                + 112.079291497871) * x + 221.213596169931) * x + 220.206867912376);
            double below = ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x
                + 296.564248779674) * x + 637.333633378831) * x + 793.826512519948) * x + 440.413735824752;
            tail = above / below;
        }
        else
        {
            tail = Math.Exp(-x * x / 2) / ((x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) * 2.506628274631);
        }

        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>The z with P(Z ≤ z) = p, 0 &lt; p &lt; 1, by Acklam (2003), relative error below 1.2e-9.</summary>
    public static double Quantile(double p)
    {
        const double Low = 0.02425;
        if (p < Low)
            return Tail(Math.Sqrt(-2 * Math.Log(p)));
        if (p > 1 - Low)
            return -Tail(Math.Sqrt(-2 * Math.Log(1 - p)));
        double q = p - 0.5, r = q * q;
        return (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.3577518672690) * r - 30.66479806614716)
            * r
            + 2.506628277459239) * q
            / (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572)
                * r + 1);
    }

    private static double Tail(double q) =>
        (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q
            + 2.938163982698783)
        / ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
}

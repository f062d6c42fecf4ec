namespace Forecast.Tests.Training.Models;

/// <summary>
/// The recursions once more as textbooks write them: one series, double precision, one day after the other. NaN teaches nothing. Each
/// returns the one-step forecast before each day and, last, the forecast of the day after the series.
/// </summary>
internal static class ScalarFilters
{
    public static double[] Simple(ReadOnlySpan<float> y, double level, double alpha)
    {
        var forecast = new double[y.Length + 1];
        for (int t = 0; t < y.Length; t++)
        {
            forecast[t] = level;
            if (!float.IsNaN(y[t]))
                level = alpha * y[t] + (1 - alpha) * level;
        }

        forecast[^1] = level;
        return forecast;
    }

    public static double[] Additive(ReadOnlySpan<float> y, double level, double[] season, double alpha, double gamma)
    {
        var forecast = new double[y.Length + 1];
        for (int t = 0; t < y.Length; t++)
        {
            int k = t % season.Length;
            forecast[t] = level + season[k];
            if (float.IsNaN(y[t]))
                continue;
            double error = y[t] - forecast[t];
            level += alpha * error;
            season[k] += gamma * error;
        }

        forecast[^1] = level + season[y.Length % season.Length];
        return forecast;
    }

    public static double[] Multiplicative(ReadOnlySpan<float> y, double level, double[] season, double alpha, double gamma)
    {
        var forecast = new double[y.Length + 1];
        for (int t = 0; t < y.Length; t++)
        {
            int k = t % season.Length;
            forecast[t] = level * season[k];
            if (float.IsNaN(y[t]))
                continue;
            double error = y[t] - forecast[t], before = level;
            level = Math.Max(0, level + alpha * error / Math.Max(season[k], 0.2));
            if (before > 1e-3)
                season[k] = Math.Clamp(season[k] + gamma * error / before, 0, 20);
        }

        forecast[^1] = level * season[y.Length % season.Length];
        return forecast;
    }

    /// <summary>Damped trend behind the slow profile; a trend of zero with φ = 0 is the profiled smoothing.</summary>
    public static double[] Profiled(
        ReadOnlySpan<float> y, double level, double[] profile, double alpha, double beta, double phi, double rate)
    {
        var forecast = new double[y.Length + 1];
        double trend = 0;
        for (int t = 0; t <= y.Length; t++)
        {
            int k = t % profile.Length;
            double mean = profile.Average(), ratio = mean > 1e-6 ? profile[k] / mean : 1;
            double ahead = level + phi * trend;
            forecast[t] = ahead * ratio;
            if (t == y.Length)
                break;
            double error = float.IsNaN(y[t]) ? 0 : Math.Min(ratio, 1) * (y[t] / Math.Max(ratio, 0.05) - ahead);
            level = ahead + alpha * error;
            trend = phi * trend + beta * error;
            if (!float.IsNaN(y[t]))
                profile[k] += rate * (y[t] - profile[k]);
        }

        return forecast;
    }

    public static double[] Tsb(ReadOnlySpan<float> y, double share, double size, double alpha, double beta)
    {
        var forecast = new double[y.Length + 1];
        for (int t = 0; t < y.Length; t++)
        {
            forecast[t] = share * size;
            if (float.IsNaN(y[t]))
                continue;
            share += alpha * ((y[t] > 0 ? 1 : 0) - share);
            if (y[t] > 0)
                size += beta * (y[t] - size);
        }

        forecast[^1] = share * size;
        return forecast;
    }

    public static double[] Croston(ReadOnlySpan<float> y, double size, double interval, double alpha, double factor)
    {
        var forecast = new double[y.Length + 1];
        double waiting = 1;
        for (int t = 0; t < y.Length; t++)
        {
            forecast[t] = factor * size / Math.Max(1, interval);
            if (float.IsNaN(y[t]))
                continue;
            if (y[t] > 0)
            {
                size += alpha * (y[t] - size);
                interval += alpha * (waiting - interval);
                waiting = 1;
            }
            else
            {
                waiting++;
            }
        }

        forecast[^1] = factor * size / Math.Max(1, interval);
        return forecast;
    }
}

namespace Forecast.Training.Engine.Paths;

/// <summary>Odds that demand outgrows what is planned for it, or leaves it half empty: shares of the sample paths.</summary>
public static class TransportOdds
{
    /// <summary>Per day: probability that demand exceeds a capacity.</summary>
    public static double[] Exceeding(SamplePaths paths, double capacity)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. Enumerable.Range(0, paths.Horizon).Select(day => Exceeding(paths, capacity, day, 1))];
    }

    /// <summary>Probability that the total of some consecutive days exceeds a capacity.</summary>
    public static double Exceeding(SamplePaths paths, double capacity, int firstDay, int days) =>
        Share(paths, firstDay, days, path => Sum(path) > capacity);

    /// <summary>Probability that at least one of some consecutive days exceeds a capacity per day.</summary>
    public static double ExceedingOnAnyDay(SamplePaths paths, double capacity, int firstDay, int days) =>
        Share(paths, firstDay, days, path =>
        {
            foreach (float demand in path)
            {
                if (demand > capacity)
                    return true;
            }

            return false;
        });

    /// <summary>
    /// Probability that the total of some consecutive days stays below a share of a capacity: the odds of driving half empty.
    /// </summary>
    public static double StayingBelow(SamplePaths paths, double capacity, double share, int firstDay, int days) =>
        Share(paths, firstDay, days, path => Sum(path) < share * capacity);

    private static double Share(SamplePaths paths, int firstDay, int days, Func<ReadOnlySpan<float>, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfNegative(firstDay);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay + days, paths.Horizon);
        int count = 0;
        for (int n = 0; n < paths.Count; n++)
            count += holds(paths[n].Slice(firstDay, days)) ? 1 : 0;
        return (double)count / paths.Count;
    }

    private static double Sum(ReadOnlySpan<float> path)
    {
        double sum = 0;
        foreach (float demand in path)
            sum += demand;
        return sum;
    }
}

using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryUnit_RunsOnceInEverySection(int threads)
    {
        using var team = new WorkerTeam(threads);
        var runs = new int[7];
        for (int section = 0; section < 20_000; section++)
            team.Run(1 + (section % runs.Length), unit => Interlocked.Increment(ref runs[unit]));

        // Unit u runs in the sections with more than u units.
        Assert.Equal(Enumerable.Range(0, runs.Length).Select(u => Enumerable.Range(0, 20_000).Count(s => 1 + (s % runs.Length) > u)), runs);
    }

    [Fact]
    public void Ranges_CoverEverythingOnce()
    {
        using var team = new WorkerTeam(3);
        foreach (int length in new[] { 0, 1, 63, 64, 65, 1000 })
        {
            var seen = new int[length];
            team.Ranges(length, 64, (begin, end) =>
            {
                Assert.Equal(0, begin % 64);
                for (int i = begin; i < end; i++)
                    Interlocked.Increment(ref seen[i]);
            });
            Assert.All(seen, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Failure_ReachesTheCallerAndTheTeamGoesOn()
    {
        using var team = new WorkerTeam(2);

        var error = Assert.Throws<InvalidOperationException>(() => team.Run(4, unit =>
        {
            if (unit == 3)
                throw new ArithmeticException("unit three");
        }));
        int sum = 0;
        team.Run(4, unit => Interlocked.Add(ref sum, unit));

        Assert.Contains("unit three", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, sum);
    }
}

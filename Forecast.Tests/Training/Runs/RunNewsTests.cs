using Forecast.Domain.Runs;
using Forecast.Training.Runs;

namespace Forecast.Tests.Training.Runs;

public class RunNewsTests
{
    [Fact]
    public void RunUnderWay_IsNewsEachTime()
    {
        var news = new RunNews();

        Assert.True(news.IsNew(Run(1, RunStatus.Running)));
        Assert.True(news.IsNew(Run(1, RunStatus.Running)));
        Assert.Equal(0, news.Ended);
    }

    [Theory]
    [InlineData(RunStatus.Succeeded)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public void AfterItsEnd_NothingOfARunIsNews(RunStatus end)
    {
        var news = new RunNews();

        Assert.True(news.IsNew(Run(1, end)));

        Assert.False(news.IsNew(Run(1, RunStatus.Running))); // Read before the end, arrived after it.
        Assert.False(news.IsNew(Run(1, end)));
        Assert.True(news.IsNew(Run(2, RunStatus.Running)));
        Assert.True(news.IsNew(Run(2, end)));
        Assert.False(news.IsNew(Run(1, RunStatus.Publishing)));
        Assert.Equal(2, news.Ended);
    }

    private static RunView Run(long id, RunStatus status) => new()
    {
        Id = id,
        Kind = RunKind.Refresh,
        RegionId = 1,
        RegionName = "North",
        Zone = TimeZoneInfo.Utc,
        StoreIds = null,
        RequestedBy = "Petra",
        Reason = "",
        RequestedAt = default,
        StartedAt = null,
        FinishedAt = null,
        DeadlineAt = null,
        Origin = default,
        Status = status,
        SeriesCount = 0,
        SeriesDone = 0,
        ShardCount = 0,
        ShardsDone = 0,
        Message = "",
        ForecastVersionId = null,
        ModelVersionId = null,
    };
}

using Forecast.Domain.Data;
using Forecast.Domain.Registry;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Opinions;
using Forecast.Training.Boosting;
using Forecast.Training.Engine;
using Forecast.Training.History;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Opinions;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Shards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>Every retrain is followed by an opinion that is kept with its models, and by no other trouble.</summary>
public class SecondOpinionTests(EmbeddedServers servers)
{
    private static readonly (string, string) Retrains = ("Runs:SecondOpinion", "Retrains");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retrain_IsFollowedByAnOpinion_GivenByAWorker()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.All, Retrains);

        var run = await host.EndOfAsync((await host.Requests.RetrainAsync(Admin, North, "", Ct)).RunId);
        SecondOpinion? opinion;
        while ((opinion = await OpinionAsync(host, run)) is not { GivenAt: not null })
            await Task.Delay(20, Ct);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal((12, "", Yesterday.AddDays(-55), Yesterday),
            (opinion.SeriesCount, opinion.Remark, opinion.FirstDay!.Value, opinion.LastDay!.Value)); // one of two parts
        Assert.Contains(opinion.Model, (string[])["ml-lightgbm", "ml-fasttree"]);
        Assert.Equal((null, 12), (opinion.Overall!.Class, opinion.Overall.Series));
        Assert.InRange(opinion.Overall.OwnWape!.Value, 0.001, opinion.Overall.NaiveWape!.Value);
        Assert.InRange(opinion.Overall.BetterBy!.Value, opinion.Overall.BetterByAtLeast!.Value, opinion.Overall.BetterByAtMost!.Value);
        Assert.Equal(12, opinion.Scores.Skip(1).Sum(s => s.Series));
    }

    [Theory]
    [InlineData(SecondOpinionWhen.Never, 0, 0)]
    [InlineData(SecondOpinionWhen.Retrains, 1, 1)]
    [InlineData(SecondOpinionWhen.EveryRun, 1, 2)]
    public async Task Setting_SaysAfterWhichRunsItIsAskedFor(SecondOpinionWhen when, int opinions, int jobs)
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, ("Runs:SecondOpinion", when.ToString()));

        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal(opinions, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM second_opinion"));
        Assert.Equal(jobs, await ScalarAsync<long>(
            host.Database, "SELECT count(*) FROM hangfire.job j JOIN hangfire.jobqueue q ON q.jobid = j.id "
                + "WHERE j.invocationdata ->> 'Type' LIKE '%SecondOpinionJob%' AND q.queue = 'fit'"));
    }

    [Fact]
    public async Task BetterTwiceInARow_IsSaid_AndBetterNoMoreEndsIt()
    {
        await using var host = await StartWithoutSeasonsAsync();
        var log = new Heard();
        // Ours may only repeat last week, which misses noise by √2 times as much as the level does.
        var better = Giver(host, log, new ConstantLearner(1));

        var first = await RetrainAsync(host, better);
        Assert.True(first.Overall!.IndependentIsBetter);
        Assert.Equal((1, false, 0), (first.RetrainsBehind, first.IsWorthAWord, log.Warnings.Count));

        var second = await RetrainAsync(host, better);
        Assert.Equal((2, true), (second.RetrainsBehind, second.IsWorthAWord));
        Assert.StartsWith(
            "An independent model, constant, forecasts region NORTH better than ours for 2 retrains in a row: on ",
            Assert.Single(log.Warnings), StringComparison.Ordinal);

        var third = await RetrainAsync(host, Giver(host, log, new ConstantLearner(5)));
        Assert.True(third.Overall!.OwnIsBetter);
        Assert.Equal((0, 1), (third.RetrainsBehind, log.Warnings.Count));
    }

    [Fact]
    public async Task MissingNativeLibrary_IsASentence_OrAnotherModelsTurn()
    {
        await using var host = await StartWithoutSeasonsAsync();
        var lacking = new ConstantLearner(1, "constant cannot learn on this machine: its native library is missing.");

        var none = await RetrainAsync(host, Giver(host, new Heard(), lacking));
        Assert.Equal(("constant cannot learn on this machine: its native library is missing.", 0, ""),
            (none.Remark, none.Scores.Count, none.Model));
        Assert.NotNull(none.GivenAt);

        var other = await RetrainAsync(host, Giver(host, new Heard(), lacking, new ConstantLearner(1)));
        Assert.Equal("constant cannot learn on this machine: its native library is missing.", other.Remark);
        Assert.Equal((1, true), (other.RetrainsBehind, other.Overall is not null)); // One without an opinion ends a row.
    }

    [Fact]
    public async Task Failure_IsASentence_AndTheRunHasSucceeded()
    {
        await using var host = await StartWithoutSeasonsAsync();
        var log = new Heard();

        var opinion = await RetrainAsync(host, Giver(host, log, new FailingLearner()));

        Assert.Equal("Something unexpected happened while it was computed; an admin has to look.", opinion.Remark);
        Assert.Equal((0, 1), (opinion.Scores.Count, log.Warnings.Count));
    }

    [Fact]
    public async Task TooFewDays_AreASentence()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, Retrains);
        await ExecuteAsync(host.Database, "DELETE FROM series_year");
        await SellAsync(host.Database, Yesterday.AddDays(-40), Yesterday);

        var opinion = await RetrainAsync(host, host.Get<OpinionGiver>());

        Assert.Equal("There are too few past days of sales to learn from and to score on.", opinion.Remark);
    }

    [Fact]
    public void Sample_IsWholeStoresThatFit_OrEvenlySpreadItemsOfOneThatDoesNot()
    {
        var series = Enumerable.Range(0, 5).SelectMany(
            store => Enumerable.Range(0, store == 1 ? 8 : 4).Select(i => new CatalogSeries(store * 10 + i, store, i, 0, "", 1))).ToList();

        // 4 of store 0, none of store 1, whose 8 do not fit any more, 4 of store 2.
        Assert.Equal(
            [0, 1, 2, 3, 20, 21, 22, 23], OpinionSample.Choose(series, 11).Select(s => s.SeriesId));
        Assert.Equal([0, 2], OpinionSample.Choose(series, 2).Select(s => s.SeriesId));
        Assert.Equal(24, OpinionSample.Choose(series, 24).Count);
        Assert.Empty(OpinionSample.Choose([], 10));
    }

    /// <summary>Sales that are noise alone, and an engine that can only repeat last week.</summary>
    private async Task<RunsHost> StartWithoutSeasonsAsync()
    {
        var host = await RunsHost.StartAsync(servers, ProcessRole.Web, Retrains, ("Engine:Models:0", "seasonal-naive"));
        await ExecuteAsync(host.Database, """
            UPDATE series_year SET quantity = (
                SELECT array_agg(CASE WHEN q = 'NaN' THEN q ELSE 10 + (hashint8(series_id * 100000 + year * 400 + at) & 15) END ORDER BY at)
                FROM unnest(quantity) WITH ORDINALITY AS day (q, at))
            """);
        return host;
    }

    private static OpinionGiver Giver(RunsHost host, Heard log, params IRowLearner[] learners) => new(
        host.Database, host.Get<IDbContextFactory<ForeactDb>>(), learners, host.Get<OpinionSample>(), host.Get<RegionReader>(),
        host.Get<FitSlots>(), host.Get<TimeProvider>(), host.Get<IOptions<EngineOptions>>(), log);

    private static async Task<SecondOpinion> RetrainAsync(RunsHost host, OpinionGiver giver)
    {
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        await giver.GiveAsync(run.Id, Ct);
        return (await OpinionAsync(host, run))!;
    }

    private static async Task<SecondOpinion?> OpinionAsync(RunsHost host, RunView run)
    {
        await using var db = await host.Get<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(Ct);
        return await db.SecondOpinions.AsNoTracking().SingleOrDefaultAsync(o => o.ModelVersionId == run.ModelVersionId, Ct);
    }

    private sealed class FailingLearner : IRowLearner
    {
        public string Name => "failing";

        public string? Lack => null;

        public IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct) =>
            throw new InvalidOperationException("Trees do not grow to the sky.");
    }

    private sealed class Heard : ILogger<OpinionGiver>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}

using System.Diagnostics;
using Forecast.Domain.Data;
using Forecast.Domain.Registry;
using Forecast.Training.Boosting;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;
using Forecast.Training.Opinions;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Shards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Opinions;

/// <summary>
/// Gives the second opinion on the models of a run that is on show, and keeps it with the model version. Whatever goes wrong is a sentence
/// there: the run has succeeded all the same.
/// </summary>
/// <param name="database">Where runs are.</param>
/// <param name="contexts">Where opinions are kept.</param>
/// <param name="challengers">Independent models, the preferred one first.</param>
/// <param name="sample">Reads what it is about.</param>
/// <param name="regions">Reads the region.</param>
/// <param name="slots">Limits how much computes at once.</param>
/// <param name="clock">The time.</param>
/// <param name="engineOptions">How the engine fits.</param>
/// <param name="logger">Hears of failures, and of models that stay behind.</param>
internal sealed class OpinionGiver(
    NpgsqlDataSource database, IDbContextFactory<ForeactDb> contexts, IEnumerable<IRowLearner> challengers, OpinionSample sample,
    RegionReader regions, FitSlots slots, TimeProvider clock, IOptions<EngineOptions> engineOptions, ILogger<OpinionGiver> logger)
{
    private const string TooShort = "There are too few past days of sales to learn from and to score on.";

    /// <summary>Gives it; does nothing where none was asked for.</summary>
    public async Task GiveAsync(long runId, CancellationToken ct)
    {
        if (await OrderAsync(runId, ct) is not { } order)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.SecondOpinions.SingleOrDefaultAsync(o => o.ModelVersionId == order.ModelVersionId, ct) is not { } opinion)
            return;
        long start = Stopwatch.GetTimestamp();
        (opinion.Scores, opinion.Model, opinion.Remark, opinion.RetrainsBehind) = ([], "", "", 0);
        await FillAsync(opinion, order, ct);
        opinion.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        opinion.GivenAt = clock.GetUtcNow();
        if (opinion.Overall is { IndependentIsBetter: true })
            opinion.RetrainsBehind = 1 + await BeforeAsync(db, order, ct);
        await db.SaveChangesAsync(ct);
        Tell(opinion, order);
    }

    /// <summary>Scores, or a sentence why there are none.</summary>
    private async Task FillAsync(SecondOpinion opinion, OpinionOrder order, CancellationToken ct)
    {
        try
        {
            var challenger = Usable(out string lack);
            var panel = await sample.ReadAsync(await regions.FindAsync(order.RegionId, ct), order, ct);
            var options = engineOptions.Value.With(order.Horizon, slots.ThreadsFor(1));
            var result = await slots.RunAsync(() => new OpinionContest(options, challenger).Run(panel, ct), ct);
            (opinion.Model, opinion.SeriesCount) = (challenger.Name, panel.Series.Count);
            (opinion.FirstDay, opinion.LastDay, opinion.Scores) = (result?.FirstDay, result?.LastDay, result?.Scores ?? []);
            opinion.Remark = result is null ? TooShort : lack;
        }
        catch (ChallengerMissingException e)
        {
            opinion.Remark = e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogWarning(e, "There is no second opinion on the models of run {Run}.", order.RunId);
            opinion.Remark = RunFailure.OfPart(1, e).Sentence;
        }
    }

    /// <summary>The first that can learn on this machine, and why those before it cannot.</summary>
    private IRowLearner Usable(out string lack)
    {
        var all = challengers.ToList();
        int first = all.FindIndex(c => c.Lack is null);
        lack = string.Join(' ', all.Take(first < 0 ? all.Count : first).Select(c => c.Lack));
        return first < 0 ? throw new ChallengerMissingException(lack) : all[first];
    }

    private async Task<OpinionOrder?> OrderAsync(long runId, CancellationToken ct)
    {
        const string sql = """
            SELECT r.region_id, g.code, r.model_version_id, r.origin, f.horizon
            FROM run r JOIN region g ON g.id = r.region_id JOIN forecast_version f ON f.id = r.forecast_version_id WHERE r.id = $1
            """;
        var found = await database.Command(sql, runId).ListAsync(
            r => new OpinionOrder(
                runId, r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetFieldValue<DateOnly>(3), r.GetInt32(4)), ct);
        return found is [var order] ? order : null;
    }

    /// <summary>How many in a row it was up to the version before; a version without an opinion ends the row.</summary>
    private static async Task<int> BeforeAsync(ForeactDb db, OpinionOrder order, CancellationToken ct)
    {
        var before = await db.ModelVersions
            .Where(v => v.RegionId == order.RegionId && v.Id < order.ModelVersionId && v.CompletedAt != null)
            .OrderByDescending(v => v.Id).Select(v => v.Id).FirstOrDefaultAsync(ct);
        return await db.SecondOpinions.Where(o => o.ModelVersionId == before).Select(o => o.RetrainsBehind).SingleOrDefaultAsync(ct);
    }

    private void Tell(SecondOpinion opinion, OpinionOrder order)
    {
        if (opinion.IsWorthAWord)
        {
            logger.LogWarning(
                "An independent model, {Independent}, forecasts region {Region} better than ours for {Retrains} retrains in a row: on "
                    + "{Series} series its WAPE is {Theirs:P1}, ours {Ours:P1}. It does not forecast for the board.",
                opinion.Model, order.RegionCode, opinion.RetrainsBehind, opinion.SeriesCount, opinion.Overall!.IndependentWape,
                opinion.Overall.OwnWape);
        }
    }
}

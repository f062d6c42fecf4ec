using Forecast.Domain.Access;
using Forecast.Domain.Calendar;
using Forecast.Domain.Data;
using Forecast.Domain.Registry;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Shards;

namespace Forecast.Training.Explanations;

/// <summary>
/// Says why the forecast on show is what it is. The reasons are not stored: the fitted state is loaded, brought to the forecast's day as
/// the run did, and taken apart, so that asking costs nothing to runs nobody asks about.
/// </summary>
public sealed class ForecastExplainer
{
    /// <summary>Series explained at a time, so that nobody waits for more than a moment.</summary>
    public const int MostSeries = 1000;

    /// <summary>Days around a holiday in which it is named.</summary>
    private const int NearHolidayDays = 3;

    private readonly ViewerContexts viewers;
    private readonly RegionReader regions;
    private readonly ShownForecastReader reader;
    private readonly ModelArtifacts artifacts;
    private readonly ShardExplanations shards;

    internal ForecastExplainer(
        ViewerContexts viewers, RegionReader regions, ShownForecastReader reader, ModelArtifacts artifacts, ShardExplanations shards) =>
        (this.viewers, this.regions, this.reader, this.artifacts, this.shards) = (viewers, regions, reader, artifacts, shards);

    /// <summary>The reasons of the forecast on show for the stores and items asked for.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<ForecastExplanation> ExplainAsync(Viewer viewer, ExplanationQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(query);
        viewer.DemandRegion(query.RegionId);
        var versions = await VersionsAsync(viewer, query, ct);
        if (versions.Count == 0)
            return ForecastExplanation.Nothing;
        if (await reader.CountAsync([.. versions.SelectMany(v => v.StoreIds)], query.ItemIds, ct) is > MostSeries and var many)
            return ForecastExplanation.Nothing with { TooMany = (int)many };

        var region = await regions.FindAsync(query.RegionId, ct);
        var sum = new ExplanationSum();
        foreach (var shown in versions)
        {
            var wanted = await reader.SeriesAsync(shown, query.ItemIds, ct);
            foreach (var (artifact, fitted, stores) in await StatesAsync(shown, ct))
            {
                var series = wanted.Where(s => stores.Contains(s.StoreId)).ToList();
                if (series.Count == 0)
                    continue;
                var (shard, whyNot) = await shards.FindAsync(region, shown, artifact, fitted, ct);
                await Task.Run(() => sum.Add(shown, series, shard, whyNot, ct), ct);
            }

            sum.Forget(shown, wanted, "it has no stored model of its own");
        }

        return await FinishAsync(sum, region.HolidayCalendar, versions, ct);
    }

    /// <summary>Only stores that the viewer's own connection sees; all that is read afterwards is read by their keys.</summary>
    private async Task<List<ShownForecast>> VersionsAsync(Viewer viewer, ExplanationQuery query, CancellationToken ct)
    {
        await using var connection = await viewers.OpenConnectionAsync(viewer, ct);
        return await ShownForecastReader.VersionsAsync(connection, query, ct);
    }

    /// <summary>
    /// The states that a version's stores were forecast from: their own where they were fitted anew, otherwise those of the model version.
    /// </summary>
    private async Task<IReadOnlyList<(ModelArtifact Artifact, bool Fitted, HashSet<int> Stores)>> StatesAsync(
        ShownForecast shown, CancellationToken ct)
    {
        var left = shown.StoreIds.ToHashSet();
        var states = new List<(ModelArtifact, bool, HashSet<int>)>();
        foreach (var refit in await artifacts.OfRefitsAsync(shown.VersionId, shown.StoreIds, ct))
            Take(refit, fitted: true);
        if (left.Count > 0)
        {
            foreach (var artifact in await artifacts.OfAnyAsync(shown.ModelVersionId, [.. left], ct))
                Take(artifact, shown.Fitted);
        }

        return states;

        void Take(ModelArtifact artifact, bool fitted)
        {
            var held = artifact.StoreIds.Where(left.Remove).ToHashSet();
            if (held.Count > 0)
                states.Add((artifact, fitted, held));
        }
    }

    private async Task<ForecastExplanation> FinishAsync(
        ExplanationSum sum, string calendar, IReadOnlyList<ShownForecast> versions, CancellationToken ct)
    {
        var explanation = sum.ToExplanation();
        if (explanation.Days.Count > 0 && HolidayCalendar.Knows(calendar))
        {
            var holidays = HolidayCalendar.For(
                calendar, explanation.Days[0].Day.AddDays(-NearHolidayDays), explanation.Days[^1].Day.AddDays(NearHolidayDays));
            explanation = explanation with { Days = [.. explanation.Days.Select(d => d with { Holiday = Near(d, holidays) })] };
        }

        if (!explanation.HasChanged)
            return explanation;
        DateOnly? since = null;
        foreach (var shown in versions)
        {
            if (await reader.ChangedSinceAsync(shown, ct) is { } day && !(since < day))
                since = day;
        }

        return explanation with { ChangedSince = since };
    }

    /// <summary>The holiday of the day, else the one ahead, else the one behind: people shop before.</summary>
    private static NearHoliday? Near(ExplainedDay explained, IReadOnlyList<Holiday> holidays)
    {
        var near = holidays.Select(h => new NearHoliday(h.Name, explained.Day.DayNumber - h.Day.DayNumber))
            .Where(n => Math.Abs(n.DaysAfter) <= NearHolidayDays)
            .OrderBy(n => Math.Abs(n.DaysAfter)).ThenBy(n => n.DaysAfter);
        return near.FirstOrDefault();
    }
}

using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Options;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// What people may ask of runs. Every request checks role and region, through a connection that sees the viewer's regions only, and those
/// that change something leave a trace in the audit. The runs themselves are the product's own work.
/// </summary>
public sealed class RunRequests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ViewerContexts viewers;
    private readonly RunPlanner planner;
    private readonly RunEnd runEnd;
    private readonly RunPace pace;
    private readonly TimeProvider clock;
    private readonly IOptions<RunOptions> options;

    internal RunRequests(
        ViewerContexts viewers, RunPlanner planner, RunEnd runEnd, RunPace pace, TimeProvider clock, IOptions<RunOptions> options)
    {
        this.viewers = viewers;
        this.planner = planner;
        this.runEnd = runEnd;
        this.pace = pace;
        this.clock = clock;
        this.options = options;
    }

    /// <summary>Asks for a new forecast of a region or some of its stores; an equal request under way is joined.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's, or they may only look.</exception>
    /// <exception cref="RunRefusedException">
    /// There is nothing to forecast, stores are of another region, or the viewer has asked for more than enough within a minute.
    /// </exception>
    public async Task<RunTicket> RefreshAsync(
        Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandPlanner();
        viewer.DemandRegion(regionId);
        if (storeIds is { Count: 0 })
            throw new RunRefusedException("No store is chosen. Choose at least one, or refresh the whole region.");
        var region = await FindAsync(viewer, regionId, storeIds, ct);
        var ticket = await planner.PlanAsync(new RunOrder(RunKind.Refresh, regionId, storeIds, viewer.Name, reason), ct);
        await AuditAsync(viewer, "refresh", region, Asked(ticket, reason), ct);
        return ticket;
    }

    /// <summary>Asks for a fit from scratch of a region; for admins.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    /// <exception cref="RunRefusedException">There is nothing to fit.</exception>
    public async Task<RunTicket> RetrainAsync(Viewer viewer, int regionId, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandAdmin();
        viewer.DemandRegion(regionId);
        var region = await FindAsync(viewer, regionId, storeIds: null, ct);
        var ticket = await planner.PlanAsync(new RunOrder(RunKind.Retrain, regionId, null, viewer.Name, reason), ct);
        await AuditAsync(viewer, "retrain", region, Asked(ticket, reason), ct);
        return ticket;
    }

    /// <summary>Stops a run: planners the refreshes of their regions, admins any. False if it had ended or is being published.</summary>
    /// <exception cref="AccessDeniedException">The run is not the viewer's to stop.</exception>
    /// <exception cref="RunRefusedException">There is no such run.</exception>
    public async Task<bool> CancelAsync(Viewer viewer, long runId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        // Whether a run of another region exists is nobody's business, so both cases read the same.
        if (await KindOfAsync(viewer, runId, ct) is not { } kind)
            throw new RunRefusedException($"There is no run {runId} in your regions.");
        if (kind == RunKind.Refresh)
            viewer.DemandPlanner();
        else
            viewer.DemandAdmin();
        bool cancelled = await runEnd.CancelAsync(runId, viewer.Name, ct);
        if (cancelled)
            await AuditAsync(viewer, "cancel run", FormattableString.Invariant($"run {runId}"), kind.ToString(), ct);
        return cancelled;
    }

    /// <summary>How long a run would take, by the pace of earlier ones; null when there were none.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<TimeSpan?> EstimateAsync(
        Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, RunKind kind, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandRegion(regionId);
        return await pace.EstimateAsync(regionId, kind, await SeriesAsync(viewer, regionId, storeIds, ct), ct);
    }

    private async Task<int> SeriesAsync(Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, CancellationToken ct)
    {
        const string sql = """
            SELECT count(*)::int FROM series JOIN store ON store.id = series.store_id
            WHERE store.region_id = $1 AND ($2::int[] IS NULL OR store.id = ANY($2))
            """;
        await using var connection = await viewers.OpenConnectionAsync(viewer, ct);
        return await connection.Command(sql, regionId, storeIds?.ToArray()).ScalarAsync<int>(ct);
    }

    private async Task<RunKind?> KindOfAsync(Viewer viewer, long runId, CancellationToken ct)
    {
        await using var connection = await viewers.OpenConnectionAsync(viewer, ct);
        var found = await connection.Command("SELECT region_id, kind FROM run WHERE id = $1", runId)
            .ListAsync(r => (RegionId: r.GetInt32(0), Kind: Enum.Parse<RunKind>(r.GetString(1))), ct);
        return found is [var run] && viewer.MaySee(run.RegionId) ? run.Kind : null;
    }

    /// <summary>The region in words, when the viewer's connection sees it and all of the stores, and may ask once more.</summary>
    private async Task<string> FindAsync(
        Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, CancellationToken ct)
    {
        const string sql = """
            SELECT r.code, r.name, (SELECT count(*)::int FROM store s WHERE s.region_id = r.id AND s.id = ANY($2)),
                (SELECT count(*)::int FROM run WHERE kind = 'Refresh' AND requested_by = $3 AND requested_at > $4)
            FROM region r WHERE r.id = $1
            """;
        int[] chosen = [.. storeIds?.Distinct() ?? []];
        await using var connection = await viewers.OpenConnectionAsync(viewer, ct);
        var found = await connection.Command(sql, regionId, chosen, viewer.Name, clock.GetUtcNow() - Window)
            .ListAsync(r => (Code: r.GetString(0), Name: r.GetString(1), Stores: r.GetInt32(2), Asked: r.GetInt32(3)), ct);
        if (found is not [var region])
            throw new RunRefusedException($"There is no region {regionId}.");
        if (region.Stores < chosen.Length)
            throw new RunRefusedException(
                $"{chosen.Length - region.Stores} of the chosen stores are not in region {region.Name}. Choose its stores again.");
        if (region.Asked >= options.Value.RefreshesPerMinute)
            throw new RunRefusedException(
                $"You have asked for {region.Asked} forecasts within a minute. None of them is lost; ask for the next one in a minute.");
        return $"region {region.Code}";
    }

    private static string Asked(RunTicket ticket, string reason) =>
        FormattableString.Invariant($"run {ticket.RunId}{(ticket.Joined ? ", under way already" : "")}: {reason}");

    private async Task AuditAsync(Viewer viewer, string action, string subject, string detail, CancellationToken ct)
    {
        await using var connection = await viewers.OpenConnectionAsync(viewer, ct);
        await AuditInsert.AddAsync(
            connection,
            new AuditEntry { At = clock.GetUtcNow(), By = viewer.Name, Action = action, Subject = subject, Detail = detail }, ct);
    }
}

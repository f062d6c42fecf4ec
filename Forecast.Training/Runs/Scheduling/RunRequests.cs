using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Npgsql;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// What people may ask of runs. Every request checks role and region, and those that change something leave a trace in the audit.
/// </summary>
public sealed class RunRequests
{
    private readonly NpgsqlDataSource database;
    private readonly RunPlanner planner;
    private readonly RunEnd runEnd;
    private readonly RunPace pace;
    private readonly TimeProvider clock;

    internal RunRequests(NpgsqlDataSource database, RunPlanner planner, RunEnd runEnd, RunPace pace, TimeProvider clock)
    {
        this.database = database;
        this.planner = planner;
        this.runEnd = runEnd;
        this.pace = pace;
        this.clock = clock;
    }

    /// <summary>Asks for a new forecast of a region or some of its stores; an equal request under way is joined.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's, or they may only look.</exception>
    /// <exception cref="RunRefusedException">There is nothing to forecast, or stores are of another region.</exception>
    public Task<RunTicket> RefreshAsync(
        Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandPlanner();
        viewer.DemandRegion(regionId);
        if (storeIds is { Count: 0 })
            throw new RunRefusedException("No store is chosen. Choose at least one, or refresh the whole region.");
        return planner.PlanAsync(new RunOrder(RunKind.Refresh, regionId, storeIds, viewer.Name, reason), ct);
    }

    /// <summary>Asks for a fit from scratch of a region; for admins.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    /// <exception cref="RunRefusedException">There is nothing to fit.</exception>
    public async Task<RunTicket> RetrainAsync(Viewer viewer, int regionId, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandAdmin();
        viewer.DemandRegion(regionId);
        var ticket = await planner.PlanAsync(new RunOrder(RunKind.Retrain, regionId, null, viewer.Name, reason), ct);
        await AuditAsync(
            viewer, "retrain", FormattableString.Invariant($"region {regionId}"),
            FormattableString.Invariant($"run {ticket.RunId}: {reason}"), ct);
        return ticket;
    }

    /// <summary>Stops a run: planners the refreshes of their regions, admins any. False if it had ended or is being published.</summary>
    /// <exception cref="AccessDeniedException">The run is not the viewer's to stop.</exception>
    /// <exception cref="RunRefusedException">There is no such run.</exception>
    public async Task<bool> CancelAsync(Viewer viewer, long runId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var found = await database.Command("SELECT region_id, kind FROM run WHERE id = $1", runId)
            .ListAsync(r => (RegionId: r.GetInt32(0), Kind: Enum.Parse<RunKind>(r.GetString(1))), ct);
        // Whether a run of another region exists is nobody's business, so both cases read the same.
        if (found is not [var run] || !viewer.MaySee(run.RegionId))
            throw new RunRefusedException($"There is no run {runId} in your regions.");
        if (run.Kind == RunKind.Refresh)
            viewer.DemandPlanner();
        else
            viewer.DemandAdmin();
        bool cancelled = await runEnd.CancelAsync(runId, viewer.Name, ct);
        if (cancelled)
            await AuditAsync(viewer, "cancel run", FormattableString.Invariant($"run {runId}"), run.Kind.ToString(), ct);
        return cancelled;
    }

    /// <summary>How long a run would take, by the pace of earlier ones; null when there were none.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<TimeSpan?> EstimateAsync(
        Viewer viewer, int regionId, IReadOnlyCollection<int>? storeIds, RunKind kind, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandRegion(regionId);
        const string sql = """
            SELECT count(*)::int FROM series JOIN store ON store.id = series.store_id
            WHERE store.region_id = $1 AND ($2::int[] IS NULL OR store.id = ANY($2))
            """;
        int series = await database.Command(sql, regionId, storeIds?.ToArray()).ScalarAsync<int>(ct);
        return await pace.EstimateAsync(regionId, kind, series, ct);
    }

    private Task AuditAsync(Viewer viewer, string action, string subject, string detail, CancellationToken ct) =>
        database.Command(
            "INSERT INTO audit_entry (at, by, action, subject, detail) VALUES ($1, $2, $3, $4, $5)", clock.GetUtcNow(), viewer.Name, action,
                subject, detail)
            .ExecuteAsync(ct);
}

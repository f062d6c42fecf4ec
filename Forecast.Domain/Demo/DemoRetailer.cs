using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Sales;
using Npgsql;

namespace Forecast.Domain.Demo;

/// <summary>
/// Fills an empty database with a made-up retailer, or brings one that it made up to yesterday. All in one transaction: a demo is there or
/// it is not.
/// </summary>
public sealed class DemoRetailer(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Who demo loads are recorded for.</summary>
    public const string RequestedBy = "demo";

    /// <summary>Who can sign in to a demo, in words.</summary>
    public static IReadOnlyList<string> Accounts { get; } =
        [.. DemoBooks.Users.Select(user => $"{user.Name} "
            + $"({string.Join(": ", new[] { user.Role.ToLowerInvariant(), RegionNames(user.Regions) }.Where(part => part.Length > 0))})")];

    /// <summary>Builds, extends or refuses. Progress counts stores written.</summary>
    public async Task<DemoResult> RunAsync(
        DemoRequest request, IProgress<(int Done, int Of)>? progress, CancellationToken cancellationToken)
    {
        if (request.Fault() is { } fault)
            return new DemoResult(DemoOutcome.Refused, fault, 0, TimeSpan.Zero);

        var watch = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await HistoryLock.TakeAsync(connection, cancellationToken);
        var books = new DemoBooks(connection);
        var plan = await books.FindPlanAsync(cancellationToken);
        if (plan is null && await books.HoldsOtherDataAsync(cancellationToken))
        {
            return new DemoResult(
                DemoOutcome.OtherData,
                "This database holds data that is not the demo retailer's, so nothing was changed. Use an empty database for the demo, or "
                    + "`import` to add sales.",
                0,
                watch.Elapsed);
        }

        var now = time.GetUtcNow();
        bool isNew = plan is null;
        plan ??= NewPlan(request, now);
        var catalog = isNew ? await books.CreateAsync(plan, cancellationToken) : await books.ReadAsync(plan, cancellationToken);
        var stores = catalog.Stores.Select(
            store => store with { To = LastCompleteDay(store.Store.Region, now).AddDays(-store.Store.LateDays) })
            .Where(store => store.To >= store.From).ToList();
        if (stores.Count == 0)
            return new DemoResult(DemoOutcome.UpToDate, $"The demo retailer is complete up to yesterday ({plan}).", 0, watch.Elapsed);

        long loadId = await books.OpenLoadAsync(plan, now, cancellationToken);
        var writing = new DemoWriting(database, connection, plan, catalog, isNew);
        long cells = await writing.WriteAsync(stores, progress, cancellationToken);
        await books.CloseLoadAsync(loadId, stores, cells, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await books.AnalyzeAsync(cancellationToken);
        return Done(isNew, plan, stores, cells, watch.Elapsed);
    }

    private static string RegionNames(string[] codes) =>
        string.Join(", ", DemoRegion.All.Where(region => codes.Contains(region.Code)).Select(region => region.Name));

    private static DemoResult Done(bool isNew, DemoPlan plan, List<DemoStoreRange> stores, long cells, TimeSpan elapsed)
    {
        string what = isNew ? "Built" : "Extended";
        return new DemoResult(
            isNew ? DemoOutcome.Built : DemoOutcome.Extended,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what} the demo retailer (seed {plan.Seed}): {plan.Stores} stores × {plan.Items} items, "
                    + $"{stores.Min(s => s.From):yyyy-MM-dd} to {stores.Max(s => s.To):yyyy-MM-dd}, {cells:N0} store-item-days in "
                    + $"{elapsed.TotalSeconds:0.0} s."),
            cells,
            elapsed);
    }

    /// <summary>The region where yesterday comes last sets the first day, so that every region has at least the days asked for.</summary>
    private static DemoPlan NewPlan(DemoRequest request, DateTimeOffset now)
    {
        var lastDays = Enumerable.Range(0, DemoRegion.All.Length).Select(region => LastCompleteDay(region, now)).ToList();
        return new DemoPlan(request.Seed, request.Stores, request.Items, lastDays.Min().AddDays(1 - request.Days), lastDays.Max());
    }

    private static DateOnly LastCompleteDay(int region, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(DemoRegion.All[region].TimeZone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(-1);
    }
}

/// <summary>A store and the days that it lacks.</summary>
/// <param name="Store">The store.</param>
/// <param name="StoreId">Its key.</param>
/// <param name="From">First missing day.</param>
/// <param name="To">Last day to fill.</param>
internal sealed record DemoStoreRange(DemoStore Store, int StoreId, DateOnly From, DateOnly To);

/// <summary>Keys of what the database holds.</summary>
/// <param name="Stores">Stores by index.</param>
/// <param name="SeriesIds">By store and item index: store × items + item.</param>
internal sealed record DemoKeys(IReadOnlyList<DemoStoreRange> Stores, int[] SeriesIds);

using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Transport;
using Forecast.Web.Access;
using Forecast.Web.Features.Transport.Entering;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Web.Features.Transport;

/// <summary>
/// What admins do with routes and sizes. Each change, its entry in the audit and the note that transport is to be worked out anew are kept
/// together.
/// </summary>
internal sealed class MasterChanges(ViewerContexts contexts, AuditTrail audit)
{
    /// <summary>Creates a route, or changes one.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    /// <exception cref="WrongMasterException">Something entered cannot be so.</exception>
    public Task SaveRouteAsync(Viewer viewer, RouteEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, async db =>
        {
            var code = entry.Code.Trim();
            Check(entry, code);
            var taken = await db.DeliveryRoutes.SingleOrDefaultAsync(r => r.Code == code, cancellationToken);
            if (taken is not null && taken.Id != entry.Id)
                throw new WrongMasterException($"There is a route {code} already. Choose another code, or change that one.");
            var route = entry.Id is { } id
                ? await db.DeliveryRoutes.SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
                    ?? throw new WrongMasterException("This route was removed meanwhile. Load the page again.")
                : null;
            var before = route is null ? "" : $"{Said(route)} → ";
            if (route is null)
                db.Add(route = new DeliveryRoute { Code = code, Name = "", RegionId = entry.RegionId });
            route.Code = code;
            route.Name = entry.Name.Trim() is { Length: > 0 } name ? name : code;
            route.Vehicle = entry.Vehicle.Trim();
            (route.Pallets, route.CubicMetres, route.Kg) = (entry.Pallets, entry.CubicMetres, entry.Kg);
            audit.Note(db, viewer.Name, entry.Id is null ? "add route" : "change route", $"route {code}", before + Said(route));
        }, cancellationToken);

    /// <summary>Removes a route; its stores have none then.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    public Task RemoveRouteAsync(Viewer viewer, int routeId, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, async db =>
        {
            if (await db.DeliveryRoutes.SingleOrDefaultAsync(r => r.Id == routeId, cancellationToken) is not { } route)
                return;
            db.Remove(route);
            audit.Note(db, viewer.Name, "remove route", $"route {route.Code}", Said(route));
        }, cancellationToken);

    /// <summary>Says which route supplies a store; null for none.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    /// <exception cref="WrongMasterException">One of them is gone, or they lie in different regions.</exception>
    public Task AssignAsync(Viewer viewer, int storeId, int? routeId, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, async db =>
        {
            var store = await db.Stores.SingleOrDefaultAsync(s => s.Id == storeId, cancellationToken);
            var route = await db.DeliveryRoutes.SingleOrDefaultAsync(r => r.Id == routeId, cancellationToken);
            if (store is null || (routeId is not null && route?.RegionId != store.RegionId))
                throw new WrongMasterException("A store is supplied by a route of its own region. Load the page again and choose one.");
            store.RouteId = route?.Id;
            audit.Note(db, viewer.Name, "assign route", $"store {store.Code}", route is null ? "none" : $"route {route.Code}");
        }, cancellationToken);

    /// <summary>Enters the sizes of an item; they count with the next forecast.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    /// <exception cref="WrongMasterException">A size is not above zero, or the item is gone.</exception>
    public Task SetSizesAsync(Viewer viewer, int itemId, ItemSizes sizes, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, async db =>
        {
            foreach (var (size, what) in new[]
            {
                (sizes.UnitsPerCase, "units per case"), (sizes.CasesPerPallet, "cases per pallet"), (sizes.KgPerCase, "kg per case"),
                (sizes.CubicMetresPerCase, "m³ per case"),
            })
                Demand(size, what);
            var item = await db.Items.SingleOrDefaultAsync(i => i.Id == itemId, cancellationToken)
                ?? throw new WrongMasterException("There is no such item any more. Load the page again.");
            var before = Said(item);
            (item.UnitsPerCase, item.CasesPerPallet) = (sizes.UnitsPerCase, sizes.CasesPerPallet);
            (item.KgPerCase, item.CubicMetresPerCase) = (sizes.KgPerCase, sizes.CubicMetresPerCase);
            audit.Note(db, viewer.Name, "change sizes", $"item {item.Code}", $"{before} → {Said(item)}");
        }, cancellationToken);

    private async Task ChangeAsync(Viewer viewer, Func<ForeactDb, Task> change, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await change(db);
        await db.SaveChangesAsync(cancellationToken);
        await TransportDue.EverywhereAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static void Check(RouteEntry entry, string code)
    {
        if (code.Length is 0 or > DeliveryRoute.LongestText || entry.Name.Length > DeliveryRoute.LongestText
            || entry.Vehicle.Length > DeliveryRoute.LongestText)
            throw new WrongMasterException(
                $"A route has a code; code, name and vehicle have {DeliveryRoute.LongestText} letters at most.");
        if (code.Any(char.IsControl))
            throw new WrongMasterException("The code holds control characters. Type it by hand.");
        Demand(entry.Pallets, "pallets that a vehicle carries");
        Demand(entry.CubicMetres, "m³ that a vehicle carries");
        Demand(entry.Kg, "kg that a vehicle carries");
    }

    private static void Demand(double? value, string what)
    {
        if (value is not (null or (> 0 and <= DeliveryRoute.MostCapacity)))
            throw new WrongMasterException($"The {what} are a number above zero. Leave the field empty when it is not known.");
    }

    private static string Said(DeliveryRoute route) => FormattableString.Invariant(
        $"{route.Name}, {route.Vehicle}: {route.Pallets} pallets, {route.CubicMetres} m³, {route.Kg} kg");

    private static string Said(Item item) => FormattableString.Invariant(
        $"{item.UnitsPerCase} units, {item.KgPerCase} kg, {item.CubicMetresPerCase} m³ a case, {item.CasesPerPallet} cases a pallet");
}

using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Web.Features.Transport.Entering;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Transport;

/// <summary>Routes, what their vehicles carry, which stores they supply, and the sizes of items; for admins.</summary>
public sealed partial class MasterPage : PageBase
{
    private TransportMaster? master;
    private RouteEntry? editing;
    private int? removing;
    private string find = "";
    private string? wrong;

    [Inject] internal MasterReader Reader { get; set; } = null!;

    [Inject] internal MasterChanges Changes { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task LoadAsync() => ReadAsync("Routes and sizes could not be read", async viewer =>
    {
        var read = await Reader.FindAsync(viewer, find, Closing);
        return () => master = read;
    });

    private Task FindAsync(string? text)
    {
        find = text ?? "";
        return LoadAsync();
    }

    private void Add() => editing = new RouteEntry(null, master!.Regions[0].Id, "", "", "", null, null, null);

    private void Edit(DeliveryRoute route) => editing = new RouteEntry(
        route.Id, route.RegionId, route.Code, route.Name, route.Vehicle, route.Pallets, route.CubicMetres, route.Kg);

    private void Leave() => (editing, wrong) = (null, null);

    private async Task SaveAsync(RouteEntry entry)
    {
        editing = entry; // What was typed stays if it is refused.
        if (await ChangeAsync("The route was not saved", viewer => Changes.SaveRouteAsync(viewer, entry, Closing)))
            editing = null;
    }

    private async Task RemoveAsync(DeliveryRoute route)
    {
        removing = null;
        await ChangeAsync("The route was not removed", viewer => Changes.RemoveRouteAsync(viewer, route.Id, Closing));
    }

    private Task AssignAsync((Store Store, int? RouteId) wanted) =>
        ChangeAsync("The route was not assigned", viewer => Changes.AssignAsync(viewer, wanted.Store.Id, wanted.RouteId, Closing));

    private Task SetSizesAsync((Item Item, ItemSizes Sizes) wanted) =>
        ChangeAsync("The sizes were not saved", viewer => Changes.SetSizesAsync(viewer, wanted.Item.Id, wanted.Sizes, Closing));

    private async Task<bool> ChangeAsync(string what, Func<Viewer, Task> change)
    {
        (Failure, wrong) = (null, null);
        await TryAsync(what, async viewer =>
        {
            try
            {
                await change(viewer);
            }
            catch (WrongMasterException e)
            {
                wrong = e.Message;
            }
        });
        if (Failure is not null || wrong is not null)
            return false;
        await LoadAsync();
        return true;
    }
}

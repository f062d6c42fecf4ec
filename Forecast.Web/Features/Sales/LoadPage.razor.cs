using Forecast.Domain.Loads;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>One load: what it was, what became of its rows, and the rejected ones page by page.</summary>
public sealed partial class LoadPage : PageBase
{
    private const int PageSize = 100;
    private const int ReasonsShown = 20;

    private Load? load;
    private IReadOnlyList<RejectedRow>? rejected;
    private IReadOnlyList<RejectedReason> reasons = [];

    [Parameter] public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "after")] public long After { get; set; }

    [Inject] internal LoadReader Loads { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private Task LoadAsync()
    {
        var (id, after) = (Id, After);
        return ReadAsync("The load could not be read", async viewer =>
        {
            var found = await Loads.FindAsync(viewer, id, Closing);
            if (found is null)
                return Navigation.NotFound;
            var rows = await Loads.RejectedAsync(viewer, id, after, PageSize, Closing);
            var why = await Loads.ReasonsAsync(viewer, id, ReasonsShown, Closing);
            return () => (load, rejected, reasons) = (found, rows, why);
        });
    }
}

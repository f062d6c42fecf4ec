using Forecast.Domain.Sales;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>Days of sales that deserve a look, page by page; the choice is in the address.</summary>
public sealed partial class DaysPage : PageBase
{
    private const int PageSize = 25;

    private IReadOnlyList<(string Code, string Name)> regions = [];
    private IReadOnlyDictionary<SalesRemarkKind, int> counts = new Dictionary<SalesRemarkKind, int>();
    private IReadOnlyList<DayRow>? rows;
    private bool isUnknown;

    [SupplyParameterFromQuery(Name = "region")] public string? Region { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] internal DayReader Days { get; set; } = null!;

    private DayFilter Filter => DayFilter.Parse(Region, Kind);

    private int CurrentPage => Math.Clamp(PageNumber ?? 1, 1, 100_000);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private Task LoadAsync()
    {
        var (filter, page) = (Filter, CurrentPage);
        return ReadAsync("The days could not be read", async viewer =>
        {
            var granted = await Days.RegionsAsync(viewer, Closing);
            bool unknown = filter.Region is { } code && !granted.Any(r => r.Code == code);
            if (unknown)
                NotThere();
            var found = await Days.CountAsync(viewer, filter, Closing);
            var days = await Days.ReadAsync(viewer, filter, (page - 1) * PageSize, PageSize, Closing);
            return () => (regions, counts, rows, isUnknown) = (granted, found, days, unknown);
        });
    }
}

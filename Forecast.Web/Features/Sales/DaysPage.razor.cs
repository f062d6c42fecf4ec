using Forecast.Domain.Access;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>Days of sales that deserve a look, page by page; the choice is in the address.</summary>
public sealed partial class DaysPage : ComponentBase, IDisposable
{
    private const int PageSize = 25;

    private readonly CancellationTokenSource closing = new();
    private IReadOnlyList<(string Code, string Name)> regions = [];
    private IReadOnlyDictionary<SalesRemarkKind, int> counts = new Dictionary<SalesRemarkKind, int>();
    private IReadOnlyList<DayRow>? rows;
    private string? failure;

    [SupplyParameterFromQuery(Name = "region")] public string? Region { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] internal DayReader Days { get; set; } = null!;

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required ILogger<DaysPage> Logger { get; init; }

    private DayFilter Filter => DayFilter.Parse(Region, Kind);

    private int CurrentPage => Math.Clamp(PageNumber ?? 1, 1, 100_000);

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var (filter, page) = (Filter, CurrentPage);
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            var granted = await Days.RegionsAsync(viewer, closing.Token);
            var found = await Days.CountAsync(viewer, filter, closing.Token);
            var days = await Days.ReadAsync(viewer, filter, (page - 1) * PageSize, PageSize, closing.Token);
            if ((filter, page) == (Filter, CurrentPage)) // Otherwise the visitor moved on; a later load owns the page.
                (regions, counts, rows, failure) = (granted, found, days, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            failure = Failures.Sentence(e);
            if (e is not AccessDeniedException)
                Logger.LogError(e, "The days to look at could not be read.");
        }
    }
}

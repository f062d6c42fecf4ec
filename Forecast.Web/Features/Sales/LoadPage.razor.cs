using Forecast.Domain.Access;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>One load: what it was, what became of its rows, and the rejected ones page by page.</summary>
public sealed partial class LoadPage : ComponentBase, IAsyncDisposable
{
    private const int PageSize = 100;

    private readonly CancellationTokenSource closing = new();
    private Load? load;
    private IReadOnlyList<RejectedRow>? rejected;
    private string? failure;

    [Parameter] public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "after")] public long After { get; set; }

    [Inject] internal LoadReader Loads { get; set; } = null!;

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<LoadPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        closing.Dispose();
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var (id, after) = (Id, After);
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            var found = await Loads.FindAsync(viewer, id, closing.Token);
            var rows = found is null ? null : await Loads.RejectedAsync(viewer, id, after, PageSize, closing.Token);
            if ((id, after) != (Id, After))
                return; // The visitor moved on; a later load owns the page.
            if (found is null)
            {
                Navigation.NotFound();
                return;
            }

            (load, rejected, failure) = (found, rows, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            failure = Failures.Sentence(e);
            if (e is not AccessDeniedException)
                Logger.LogError(e, "Load {Load} could not be read.", id);
        }
    }
}

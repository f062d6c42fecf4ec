using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Ended;

/// <summary>Lists stores that may have ended and takes down what became of them.</summary>
public sealed partial class EndedStores : ComponentBase
{
    private (int Store, StoreEndingKind Kind)? asked;
    private DateOnly? backOn;
    private int successor;
    private string? refused;
    private bool saying;

    [Parameter, EditorRequired] public required IReadOnlyList<StoreFreshness> Stores { get; set; }

    /// <summary>Stores that one of them may go on as.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<StoreFreshness> Others { get; set; }

    /// <summary>Whether the viewer may say what became of them.</summary>
    [Parameter] public bool MaySay { get; set; }

    /// <summary>Called when something was said, and pages have to be read again.</summary>
    [Parameter] public EventCallback Said { get; set; }

    [Inject] internal StoreEndings Endings { get; set; } = null!;

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] internal Refusals Refusals { get; set; } = null!;

    private void Ask(StoreFreshness store, StoreEndingKind kind) =>
        (asked, backOn, successor, refused) = ((store.StoreId, kind), null, 0, null);

    private Task CloseAsync(StoreFreshness store) => SayAsync(viewer => Endings.CloseAsync(viewer, store.StoreId, CancellationToken.None));

    private Task ComesBackAsync(StoreFreshness store) => backOn is not { } day
        ? Task.CompletedTask
        : SayAsync(viewer => Endings.ComesBackAsync(viewer, store.StoreId, day, CancellationToken.None));

    private Task ContinuesAsAsync(StoreFreshness store) => successor == 0
        ? Task.CompletedTask
        : SayAsync(viewer => Endings.ContinuesAsAsync(viewer, store.StoreId, successor, CancellationToken.None));

    private async Task SayAsync(Func<Viewer, Task> say)
    {
        (saying, refused) = (true, null);
        Viewer? viewer = null;
        try
        {
            viewer = await Viewers.CurrentAsync(CancellationToken.None);
            await say(viewer);
            asked = null;
            await Said.InvokeAsync();
        }
        catch (Exception e) when (e is EndingRefusedException or AccessDeniedException)
        {
            refused = e.Message;
            if (e is AccessDeniedException && viewer is not null)
                await Refusals.NoteAsync(viewer, "What became of a store was not taken down", e.Message);
        }
        finally
        {
            saying = false;
        }
    }
}

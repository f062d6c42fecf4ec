using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sheets;

/// <summary>
/// A page around a sheet. Reading and rights are in <see cref="SheetReader"/>, arithmetic in <see cref="SheetView"/>; what is chosen is the
/// query of the address, so that searching and sorting cost no query of the database.
/// </summary>
public abstract class SheetPage : LivePage
{
    private string? loadedPath;

    /// <summary>Code of the region.</summary>
    [Parameter] public required string Code { get; set; }

    [SupplyParameterFromQuery(Name = "days")] public string? Days { get; set; }

    [SupplyParameterFromQuery(Name = "unit")] public string? Unit { get; set; }

    [SupplyParameterFromQuery(Name = "show")] public string? Figure { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "only")] public string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "find")] public string? Find { get; set; }

    [SupplyParameterFromQuery(Name = "group")] public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "fold")] public string? Fold { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public string? Page { get; set; }

    [SupplyParameterFromQuery(Name = "key")] public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [Inject] internal SheetReader Reader { get; set; } = null!;

    [Inject] internal BoardReader Boards { get; set; } = null!;

    [Inject] internal SheetHandover Handover { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>What is shown; null until it is read.</summary>
    protected SheetView? View { get; private set; }

    /// <summary>Path of the page, without its query.</summary>
    protected abstract string Path { get; }

    /// <summary>Reads the sheet; null when the viewer has no such thing.</summary>
    private protected abstract Task<Sheet?> ReadSheetAsync(Viewer viewer);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (View is null || loadedPath != Path)
            await LoadAsync();
        else
            Show(View.Sheet);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (View is { } view && Follow([view.Sheet.Region.Id]))
            await TryAsync("The forecast could not be read", viewer => CatchUpAsync(viewer, view.Sheet));
    }

    /// <inheritdoc />
    protected override async Task TakeAsync(Viewer viewer, RunView moved)
    {
        if (View is not { } view || moved.RegionId != view.Sheet.Region.Id || moved is not { HasEnded: true, Status: RunStatus.Succeeded })
            return;
        var path = Path;
        if (await ReadSheetAsync(viewer) is { } sheet && path == Path)
            Show(sheet);
    }

    /// <summary>Reads what the address asks for; what is on screen stays there until then, and if that fails.</summary>
    protected Task LoadAsync()
    {
        var requested = Path;
        return ReadAsync("The forecast could not be read", async viewer =>
        {
            var sheet = await Handover.ReadAsync(viewer, requested, RendererInfo.IsInteractive, () => ReadSheetAsync(viewer));
            return sheet is null ? Navigation.NotFound : () =>
            {
                loadedPath = requested;
                Show(sheet);
            };
        });
    }

    /// <summary>What went on show between reading the sheet and hearing of runs.</summary>
    private async Task CatchUpAsync(Viewer viewer, Sheet shown)
    {
        var published = await Boards.LastPublishedAsync(viewer, shown.Region.Id, Closing);
        if (published is null || (shown.PublishedAt is { } at && published <= at.AddSeconds(1)))
            return;
        var path = Path;
        if (await ReadSheetAsync(viewer) is not { } sheet || path != Path)
            return;
        Show(sheet);
        StateHasChanged();
    }

    private void Show(Sheet sheet) => View = SheetView.From(
        sheet,
        SheetSelection.Parse(name => name switch
        {
            "days" => Days,
            "unit" => Unit,
            "show" => Figure,
            "sort" => Sort,
            "only" => Filter,
            "find" => Find,
            "group" => Group,
            "fold" => Fold,
            "page" => Page,
            "key" => Key,
            _ => Day,
        }));
}

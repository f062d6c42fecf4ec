using Forecast.Training.Explanations;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Drivers.Figures;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Drivers;

/// <summary>
/// "Why this forecast?" Rights are in <see cref="BoardReader"/> and <see cref="ForecastExplainer"/>, arithmetic in
/// <see cref="DriversView"/>. The page is sent before the reasons are known; the circuit works them out, away from its own thread.
/// </summary>
public sealed partial class DriversPage : PageBase
{
    private CancellationTokenSource? asking;
    private RegionBoard? board;
    private DriversScope? scope;
    private DriversScope? explained;
    private ForecastExplanation? explanation;
    private DriversView? view;
    private bool explaining;

    [Parameter] public required string Code { get; set; }

    [SupplyParameterFromQuery(Name = "stores")] public string? Stores { get; set; }

    [SupplyParameterFromQuery(Name = "item")] public string? Item { get; set; }

    [SupplyParameterFromQuery(Name = "category")] public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "days")] public int? Days { get; set; }

    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [Inject] internal BoardHandover Handover { get; set; } = null!;

    [Inject] public required ForecastExplainer Explainer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            asking?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        Failure = null;
        if (board?.Region.Code != Code)
            await ReadBoardAsync();
        if (board?.Region.Code != Code)
            return; // Not to be had, or the visitor moved on; a later load owns the page.
        scope = DriversScope.Of(board, DriversSelection.Parse(Stores, Item, Category, Days, Day));
        if (RendererInfo.IsInteractive)
            await ExplainAsync(scope);
    }

    private Task ReloadAsync()
    {
        (board, explained) = (null, null);
        return OnParametersSetAsync();
    }

    private Task ReadBoardAsync()
    {
        var requested = Code;
        return ReadAsync("The forecast could not be read", async viewer =>
        {
            var read = await Handover.ReadAsync(viewer, requested, RendererInfo.IsInteractive, Closing);
            return read is null ? Navigation.NotFound : () => (board, scope, explained, explanation, view) = (read, null, null, null, null);
        });
    }

    /// <summary>Another day of the same forecast needs no new explanation; another store stops the work on the one before.</summary>
    private async Task ExplainAsync(DriversScope wanted)
    {
        if (wanted.Query is null)
            (explained, explanation, view, explaining) = (null, null, null, false);
        else if (explained is not null && IsSame(explained.Query!, wanted.Query))
            view = DriversView.Of(wanted, explanation!);
        else
            await AskAsync(wanted, wanted.Query);
    }

    private async Task AskAsync(DriversScope wanted, ExplanationQuery query)
    {
        if (asking is { } before)
        {
            await before.CancelAsync();
            before.Dispose();
        }

        var mine = asking = CancellationTokenSource.CreateLinkedTokenSource(Closing);
        var stop = mine.Token; // The source is disposed of when another forecast is asked for.
        explaining = true;
        StateHasChanged();
        await TryAsync("The reasons could not be worked out", async viewer =>
        {
            try
            {
                var found = await Explainer.ExplainAsync(viewer, query, stop);
                if (mine == asking)
                    (explanation, explained, view) = (found, wanted, DriversView.Of(scope!, found));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Another forecast was asked for.
            }
        });
        explaining &= mine != asking;
    }

    private static bool IsSame(ExplanationQuery one, ExplanationQuery other) =>
        one.RegionId == other.RegionId && one.StoreIds.SequenceEqual(other.StoreIds) && (one.ItemIds ?? [])
            .SequenceEqual(other.ItemIds ?? []);
}

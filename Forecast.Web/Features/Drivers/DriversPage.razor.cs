using Forecast.Domain.Access;
using Forecast.Training.Explanations;
using Forecast.Web.Access;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Drivers.Figures;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Drivers;

/// <summary>
/// "Why this forecast?" Rights are in <see cref="BoardReader"/> and <see cref="ForecastExplainer"/>, arithmetic in <see cref="DriversView"/>. The page is sent
/// before the reasons are known; the circuit works them out, away from its own thread.
/// </summary>
public sealed partial class DriversPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private CancellationTokenSource? asking;
    private RegionBoard? board;
    private DriversScope? scope;
    private DriversScope? explained;
    private ForecastExplanation? explanation;
    private DriversView? view;
    private bool loading;
    private string? failure;

    [Parameter] public required string Code { get; set; }

    [SupplyParameterFromQuery(Name = "stores")] public string? Stores { get; set; }

    [SupplyParameterFromQuery(Name = "item")] public string? Item { get; set; }

    [SupplyParameterFromQuery(Name = "category")] public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "days")] public int? Days { get; set; }

    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [Inject] internal BoardReader Reader { get; set; } = null!;

    [Inject] internal BoardHandover Handover { get; set; } = null!;

    [Inject] public required ForecastExplainer Explainer { get; init; }

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<DriversPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        asking?.Dispose();
        closing.Dispose();
    }

    protected override Task OnParametersSetAsync() => TryAsync(async () =>
    {
        if (board?.Region.Code != Code)
            (board, scope, explanation, view) = (await ReadBoardAsync(), null, null, null);
        if (board is null)
            return;
        scope = DriversScope.Of(board, DriversSelection.Parse(Stores, Item, Category, Days, Day));
        if (RendererInfo.IsInteractive)
            await ExplainAsync(scope);
    });

    private Task ReloadAsync()
    {
        (board, explained) = (null, null);
        return OnParametersSetAsync();
    }

    private async Task<RegionBoard?> ReadBoardAsync()
    {
        var requested = Code;
        var viewer = await Viewers.CurrentAsync(closing.Token);
        var read = RendererInfo.IsInteractive ? Handover.Take(viewer, requested) : null;
        read ??= await Reader.ReadAsync(viewer, requested, closing.Token);
        if (requested != Code)
            return null; // The visitor moved on; a later load owns the page.
        if (read is null)
            Navigation.NotFound();
        else if (!RendererInfo.IsInteractive)
            Handover.Leave(viewer, requested, read);
        return read;
    }

    /// <summary>Another day of the same forecast needs no new explanation; another store stops the work on the one before.</summary>
    private async Task ExplainAsync(DriversScope wanted)
    {
        if (wanted.Query is null)
        {
            (explained, explanation, view, loading) = (null, null, null, false);
            return;
        }

        if (explained is null || !IsSame(explained.Query!, wanted.Query))
        {
            if (asking is { } before)
            {
                await before.CancelAsync();
                before.Dispose();
            }

            var mine = asking = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            var stop = mine.Token; // The source is disposed of when another forecast is asked for.
            loading = true;
            StateHasChanged();
            var found = await Explainer.ExplainAsync(await Viewers.CurrentAsync(stop), wanted.Query, stop);
            if (mine != asking)
                return;
            (explanation, explained, loading) = (found, wanted, false);
        }

        view = DriversView.Of(scope!, explanation!);
    }

    private static bool IsSame(ExplanationQuery one, ExplanationQuery other) =>
        one.RegionId == other.RegionId && one.StoreIds.SequenceEqual(other.StoreIds) && (one.ItemIds ?? []).SequenceEqual(other.ItemIds ?? []);

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            failure = null;
            await action();
        }
        catch (OperationCanceledException)
        {
            // The page was left, or another forecast asked for.
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            (failure, loading) = (Failures.Sentence(e), false);
            if (e is not AccessDeniedException)
                Logger.LogError(e, "The forecast of region {Region} could not be explained.", Code);
        }
    }
}

using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Board;

/// <summary>The 09:00 board. Reading and rights are in <see cref="BoardReader"/>, arithmetic in <see cref="BoardView"/>.</summary>
public sealed partial class BoardPage : LivePage
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MarkedFor = TimeSpan.FromMinutes(1);

    private RegionBoard? board;
    private BoardView? view;
    private BoardStatus? status;
    private string? loadedCode;
    private bool mayPlan;
    private DateTimeOffset now;

    [Parameter] public string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "stores")] public string? Stores { get; set; }

    [SupplyParameterFromQuery(Name = "days")] public int? Days { get; set; }

    [SupplyParameterFromQuery(Name = "rank")] public string? Rank { get; set; }

    [Inject] internal BoardReader Reader { get; set; } = null!;

    [Inject] internal BoardHandover Handover { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<BoardPage> Logger { get; init; }

    /// <summary>Stores that one that ended may go on as: those that trade.</summary>
    private IReadOnlyList<StoreFreshness> Successors =>
    [
        .. board!.Sales.At(now).Stores.Where(s => view!.Ended.All(e => e.StoreId != s.StoreId))
            .OrderBy(s => s.Name, StringComparer.CurrentCulture),
    ];

    private string Scope => view is null || view.IsWholeRegion
        ? $"all {Formats.Count(board?.Stores.Count ?? 0, "store")}"
        : Formats.Count(view.Stores.Count, "store");

    protected override async Task OnParametersSetAsync()
    {
        if (board is null || loadedCode != Code)
            await LoadAsync();
        else
            Show(board);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            _ = WatchClockAsync();
        if (board is not null)
            await FollowRunsAsync(board);
    }

    /// <summary>What is on screen stays there until the new board is read, and if that fails.</summary>
    private Task LoadAsync()
    {
        var requested = Code;
        return ReadAsync("The board could not be read", async viewer =>
        {
            var read = await Handover.ReadAsync(viewer, requested, RendererInfo.IsInteractive, Closing);
            return () =>
            {
                mayPlan = viewer.MayPlan;
                Take(requested, read);
            };
        });
    }

    private void Take(string? requested, RegionBoard? read)
    {
        if (read is null && requested is not null)
        {
            Navigation.NotFound();
            return;
        }

        if (board?.Region.Id != read?.Region.Id)
            ForgetRuns();
        (loadedCode, board, outcome, marked) = (requested, read, null, null);
        if (read is not null)
            Show(read);
    }

    private void Show(RegionBoard shown)
    {
        now = Time.GetUtcNow();
        board = shown;
        view = BoardView.From(shown, BoardSelection.Parse(Stores, Days, Rank));
        status = BoardStatus.Of(shown, now, Workers.NobodyRefreshesSince);
    }

    /// <summary>Clocks, "late" and the marks of changed cells move on without anybody doing anything.</summary>
    private async Task WatchClockAsync()
    {
        using var timer = new PeriodicTimer(Pulse, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Closing))
            {
                await InvokeAsync(() =>
                {
                    now = Time.GetUtcNow();
                    if (board is not null)
                        status = BoardStatus.Of(board, now, Workers.NobodyRefreshesSince);
                    if (marked is not null && now - markedAt > MarkedFor)
                        (marked, outcome) = (null, null); // A failure marks nothing and stays until it is closed.
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    /// <summary>What became of a store was said: the board shows it at once.</summary>
    private Task ReadEndingsAsync() =>
        TryAsync("The board could not be read", viewer => board is null ? Task.CompletedTask : ReadAgainAsync(viewer, board));

    private string Why(string? item = null, string? category = null, DateOnly? day = null) =>
        Urls.Why(board!.Region.Code, view!.Selection.StoreCodes, item, category, view.Selection.Days, day);

    private static string UnknownStores(BoardView shown) => shown.UnknownCodes.Count == shown.Selection.StoreCodes.Count
        ? "None of the stores in the address belongs to this region; you see all stores."
        : $"{Formats.Count(shown.UnknownCodes.Count, "store")} in the address {(shown.UnknownCodes.Count == 1 ? "does" : "do")} not belong "
            + $"to this region and {(shown.UnknownCodes.Count == 1 ? "is" : "are")} left out: {Formats.List(shown.UnknownCodes, 5)}.";
}

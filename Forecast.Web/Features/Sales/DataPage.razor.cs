using Forecast.Domain.Access;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Parts;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>Freshness, upload and the list of loads.</summary>
public sealed partial class DataPage : ComponentBase, IAsyncDisposable
{
    private const int PageSize = 25;
    private const int QuietSeconds = 15;

    private readonly CancellationTokenSource closing = new();
    private IReadOnlyList<Load>? loads;
    private IReadOnlyList<RegionFreshness>? freshness;
    private UploadPanel? upload;
    private string? failure;
    private long? shownBefore;

    [SupplyParameterFromQuery(Name = "before")] public long? Before { get; set; }

    [Inject] internal LoadReader Loads { get; set; } = null!;

    [Inject] internal FreshnessReader Freshness { get; set; } = null!;

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required ILogger<DataPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        closing.Dispose();
    }

    protected override Task OnParametersSetAsync() => loads is null || shownBefore != Before ? LoadAsync() : Task.CompletedTask;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = FollowAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            freshness = await Freshness.ReadAsync(viewer, closing.Token);
            loads = await Loads.RecentAsync(viewer, Before, PageSize, closing.Token);
            (shownBefore, failure) = (Before, null);
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            Fail(e);
        }
    }

    /// <summary>Every second while something is loading, otherwise now and then; freshness again when a load has ended.</summary>
    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        int quiet = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                bool busy = upload?.Sending == true || loads?.Any(LoadWords.IsUnfinished) == true;
                if (!busy && ++quiet % QuietSeconds != 0)
                    continue;
                await InvokeAsync(() => FollowOnceAsync(busy));
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task FollowOnceAsync(bool busy)
    {
        try
        {
            var viewer = await Viewers.CurrentAsync(closing.Token);
            loads = await Loads.RecentAsync(viewer, Before, PageSize, closing.Token);
            bool ended = busy && !loads.Any(LoadWords.IsUnfinished);
            if (ended)
                freshness = await Freshness.ReadAsync(viewer, closing.Token);
            failure = null;
        }
        catch (Exception e) when (!closing.IsCancellationRequested)
        {
            Fail(e);
        }

        StateHasChanged();
    }

    private void Fail(Exception e)
    {
        failure = Failures.Sentence(e);
        if (e is not AccessDeniedException)
            Logger.LogError(e, "The loads could not be read.");
    }
}

using Forecast.Domain.Loads;
using Forecast.Web.Features.Sales.Parts;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sales;

/// <summary>Freshness, upload and the list of loads.</summary>
public sealed partial class DataPage : PageBase
{
    private const int PageSize = 25;
    private const int QuietSeconds = 15;
    private const string Unread = "The loads could not be read";

    private IReadOnlyList<Load>? loads;
    private IReadOnlyList<RegionFreshness>? freshness;
    private UploadPanel? upload;
    private long? shownBefore;

    [SupplyParameterFromQuery(Name = "before")] public long? Before { get; set; }

    [Inject] internal LoadReader Loads { get; set; } = null!;

    [Inject] internal FreshnessReader Freshness { get; set; } = null!;

    protected override Task OnParametersSetAsync() => loads is null || shownBefore != Before ? LoadAsync() : Task.CompletedTask;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = FollowAsync();
    }

    private Task LoadAsync()
    {
        var before = Before;
        return ReadAsync(Unread, async viewer =>
        {
            var reach = await Freshness.ReadAsync(viewer, Closing);
            var recent = await Loads.RecentAsync(viewer, before, PageSize, Closing);
            return () => (freshness, loads, shownBefore) = (reach, recent, before);
        });
    }

    /// <summary>Every second while something is loading, otherwise now and then; freshness again when a load has ended.</summary>
    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        int quiet = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(Closing))
            {
                bool busy = upload?.Sending == true || loads?.Any(LoadWords.IsUnfinished) == true;
                if ((busy || ++quiet % QuietSeconds == 0) && !IsReading)
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
        var before = Before;
        await ReadAsync(Unread, async viewer =>
        {
            var recent = await Loads.RecentAsync(viewer, before, PageSize, Closing);
            bool ended = busy && !recent.Any(LoadWords.IsUnfinished);
            var reach = ended || freshness is null ? await Freshness.ReadAsync(viewer, Closing) : freshness;
            return () => (freshness, loads, shownBefore) = (reach, recent, before);
        });
        StateHasChanged();
    }
}

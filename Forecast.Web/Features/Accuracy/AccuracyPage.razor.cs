using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Features.Accuracy.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Accuracy;

/// <summary>
/// How wrong the forecasts were, and where: reading and rights are in <see cref="AccuracyReader"/>, arithmetic in
/// <see cref="AccuracyView"/>; the choice is in the address.
/// </summary>
public sealed partial class AccuracyPage : PageBase
{
    private bool hasNoRegion;

    [SupplyParameterFromQuery(Name = "region")] public string? Region { get; set; }

    [SupplyParameterFromQuery(Name = "period")] public string? Period { get; set; }

    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "level")] public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "ahead")] public string? Ahead { get; set; }

    [SupplyParameterFromQuery(Name = "by")] public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "source")] public string? Source { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public string? PageNumber { get; set; }

    [Inject] internal AccuracyReader Reader { get; set; } = null!;

    [Inject] internal AccuracyHandover Handover { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>What is shown; null until it is read.</summary>
    private AccuracyView? View { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private Task LoadAsync()
    {
        var selection = AccuracySelection.Parse(name => name switch
        {
            "region" => Region,
            "period" => Period,
            "from" => From,
            "to" => To,
            "level" => Level,
            "ahead" => Ahead,
            "by" => By,
            "sort" => Sort,
            "source" => Source,
            _ => PageNumber,
        });
        return ReadAsync("The accuracy could not be read", async viewer =>
        {
            var reading = await Handover.ReadAsync(
                viewer, selection.Query(), RendererInfo.IsInteractive, () => Reader.ReadAsync(viewer, selection, Closing));
            if (reading is null && selection.Region is not null)
                return Navigation.NotFound;
            return () => (View, hasNoRegion) = (reading is null ? null : AccuracyView.Of(reading), reading is null);
        });
    }
}

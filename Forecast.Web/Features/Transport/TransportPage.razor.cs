using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Transport;

/// <summary>What a region's stores and routes need in pallets, m³, kg and trucks, and the odds of one truck more.</summary>
public sealed partial class TransportPage : PageBase
{
    private TransportView? view;
    private string? loaded;
    private bool mayEdit;

    /// <summary>Code of the region; none is the viewer's first.</summary>
    [Parameter] public string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "show")] public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "route")] public string? Route { get; set; }

    [Inject] internal TransportReader Reader { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    private TransportSelection Selection => TransportSelection.Parse(Show, Route);

    private string WorkedOut => view!.Board.State?.WorkedOutAt is { } at
        ? $"Worked out {Formats.Moment(at, view.Board.Region.Zone, view.Board.Today)}."
        : "";

    protected override async Task OnParametersSetAsync()
    {
        if (view is null || loaded != Code)
            await LoadAsync();
        else
            view = TransportView.From(view.Board, Selection);
    }

    private Task LoadAsync()
    {
        var code = Code;
        return ReadAsync("The transport could not be read", async viewer =>
        {
            var board = await Reader.ReadAsync(viewer, code, Closing);
            if (board is null && code is not null)
                return Navigation.NotFound;
            return () => (view, loaded, mayEdit) =
                (board is null ? null : TransportView.From(board, Selection), code, viewer.IsAdmin);
        });
    }

    private string Address(TransportSelection selection) => Urls.Transport(
        view!.Board.Region.Code, selection.FigureInAddress, selection.Route);

    private string File(string ending) => Urls.TransportFile(view!.Board.Region.Code, ending, view.Selection.Route);
}

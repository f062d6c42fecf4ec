using Forecast.Domain.Loads;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Basis;

/// <summary>What a region's forecast rests on: days used, estimated and missing, and what the loads remarked.</summary>
public sealed partial class BasisPage : PageBase
{
    private ForecastBasis? basis;

    [Parameter] public required string Code { get; set; }

    [Inject] internal BasisReader Reader { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    private IEnumerable<StoreLine> Lines => basis!.Stores.Select(s => new StoreLine(s.Store, s.Sales, s.From, basis.Sales));

    protected override Task OnParametersSetAsync() => basis?.Board.Region.Code == Code ? Task.CompletedTask : LoadAsync();

    private Task LoadAsync()
    {
        var code = Code;
        return ReadAsync("What the forecast rests on could not be read", async viewer =>
        {
            var read = await Reader.ReadAsync(viewer, code, Closing);
            return read is null ? Navigation.NotFound : () => basis = read;
        });
    }

    private static string Rows(Load load)
    {
        if (load.RowsRead == 0)
            return "";
        var taken = $"{Formats.Units(load.RowsAccepted)} of {Formats.Count((int)Math.Min(load.RowsRead, int.MaxValue), "row")} taken";
        return load.RowsRejected > 0 ? $"{taken}, {Formats.Units(load.RowsRejected)} rejected." : $"{taken}.";
    }

    /// <summary>One line of the table.</summary>
    private sealed record StoreLine(BoardStore Store, StoreFreshness? Sales, DateOnly? From, SalesFreshness All)
    {
        private bool MayHaveEnded => All.Ended.Any(e => e.StoreId == Store.Id);

        public Signal Signal => this switch
        {
            { Sales: null } => Signal.Waiting,
            { Sales.LoadedUntil: null } => Signal.Waiting,
            { Sales.IsBehind: false } => Signal.Good,
            _ => Signal.Attention,
        };

        public string State => this switch
        {
            { Sales: null } => "Not trading",
            { Sales.LoadedUntil: null } => "Nothing loaded",
            { Sales.IsBehind: false } => "Complete",
            { MayHaveEnded: true } => "Ended?",
            _ => $"Missing since {Formats.DayWithYear(Sales.MissingSince)}",
        };
    }
}

using System.Globalization;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Board.Parts;

public sealed partial class StoreTable : ComponentBase
{
    private const int FirstRows = 50;
    private bool all;
    private Dictionary<DateOnly, string> holidays = [];

    [Parameter, EditorRequired] public required RegionBoard Board { get; set; }

    [Parameter, EditorRequired] public required BoardView View { get; set; }

    /// <summary>Cells that a refresh has just changed; null when none are to be marked.</summary>
    [Parameter] public IReadOnlySet<(int StoreId, DateOnly Day)>? Marked { get; set; }

    private int Limit => all ? int.MaxValue : FirstRows;

    private string Drivers
    {
        get
        {
            if (View.Rows.Count < 3)
                return "";
            var what = View.Selection.Rank switch
            {
                BoardRank.Change => "the change",
                BoardRank.Uncertainty => "the uncertainty",
                _ => "the demand",
            };
            return $"{Formats.Count(View.Drivers.Half, "store makes", "stores make")} half of {what}, "
                + $"{View.Drivers.MostOf.ToString("N0", CultureInfo.CurrentCulture)} make 80{'\u202f'}% of it.";
        }
    }

    protected override void OnParametersSet()
    {
        holidays = [];
        foreach (var holiday in Board.Holidays)
            holidays[holiday.Day] = holiday.Name;
    }

    private string Address(BoardSelection selection) =>
        Urls.Board(Board.Region.Code, selection.StoreCodes, selection.Days, selection.RankInAddress);

    /// <summary>A click on a store shows only that one; a second click shows the region again.</summary>
    private string Toggle(StoreRow row) =>
        Address(View.Selection with { StoreCodes = IsOnly(row) ? [] : [row.Store.Code] });

    private string ToggleTitle(StoreRow row) => IsOnly(row) ? "Show all stores again" : $"Show only {row.Store.Name}";

    private string Why(StoreRow row) => Urls.Why(Board.Region.Code, [row.Store.Code], days: View.Selection.Days);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private bool IsOnly(StoreRow row) => View.Selection.StoreCodes is [var only] && only == row.Store.Code;

    private string? HolidayName(DateOnly day) => holidays.GetValueOrDefault(day);

    private string DayClass(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? "num day weekend" : "num day";

    private string CellClass(StoreRow row, int day, int peak)
    {
        // The usual cell costs no string.
        if (Marked?.Contains((row.Store.Id, View.Days[day])) == true)
            return day == peak ? "num peak fresh" : "num fresh";
        return day == peak ? "num peak" : "num";
    }

    private string? RowClass(StoreRow row) => row.Rank == View.Drivers.Half && View.Rows.Count > 2 ? "half" : null;

    private string Width(StoreRow row) => View.Rows[0] is var first && Largest > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{row.Units / Largest * 100:0.#}%")
        : "0";

    private double Largest => View.Selection.Rank == BoardRank.Demand ? View.Rows[0].Units : View.Rows.Max(r => r.Units);

    private static string RankName(BoardRank rank) => rank.ToString();

    private static string On(bool on) => on ? "on" : "";

    private static string? Current(bool on) => on ? "true" : null;
}

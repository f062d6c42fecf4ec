using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Forecast.Web.Features.Board.Parts;

public sealed partial class StoreFilter : ComponentBase
{
    private const int ShownChips = 6;
    private string search = "";
    private HashSet<string> chosen = [];
    private string[]? onItsWay;
    private IReadOnlyList<TypeChoice> types = [];

    [Parameter, EditorRequired] public required RegionBoard Board { get; set; }

    [Parameter, EditorRequired] public required BoardView View { get; set; }

    [Inject] public required NavigationManager Navigation { get; init; }

    private string Label => (chosen.Count, View.Stores) switch
    {
        (0, _) => $"All {Formats.Count(Board.Stores.Count, "store")}",
        (1, [var only]) => only.Name,
        var (count, _) => $"{count} of {Formats.Count(Board.Stores.Count, "store")}",
    };

    private List<BoardStore> found => search.Length == 0
        ? [.. Board.Stores]
        : [.. Board.Stores.Where(s => Matches(s.Name) || Matches(s.Code) || Matches(s.Type))];

    protected override void OnParametersSet()
    {
        string[] shown = View.Selection.StoreCodes.Count == 0 || View.UnknownCodes.Count == View.Selection.StoreCodes.Count
            ? []
            : [.. View.Stores.Select(s => s.Code)];
        // A choice takes a moment to come back as an address; until then quick clicks build on the choice, not on what is shown.
        if (onItsWay is null || onItsWay.ToHashSet(StringComparer.Ordinal).SetEquals(shown))
            (chosen, onItsWay) = (shown.ToHashSet(StringComparer.Ordinal), null);
        types = [.. Board.Stores.Where(s => s.Type.Length > 0).GroupBy(s => s.Type, StringComparer.CurrentCultureIgnoreCase)
            .OrderBy(g => g.Key, StringComparer.CurrentCulture)
            .Select(g => new TypeChoice(g.Key, g.Count(), g.All(s => chosen.Contains(s.Code))))];
    }

    private bool Matches(string text) => text.Contains(search.Trim(), StringComparison.CurrentCultureIgnoreCase);

    private void Toggle(string code) => Go(chosen.Contains(code) ? chosen.Where(c => c != code) : chosen.Append(code));

    private void ToggleType(string type)
    {
        var codes = Board.Stores.Where(s => string.Equals(s.Type, type, StringComparison.CurrentCultureIgnoreCase)).Select(s => s.Code)
            .ToHashSet(StringComparer.Ordinal);
        Go(codes.IsSubsetOf(chosen) ? chosen.Except(codes) : chosen.Union(codes));
    }

    private void TakeFirstOnEnter(KeyboardEventArgs key)
    {
        if (key.Key != "Enter" || search.Length == 0 || found is not [var first, ..])
            return;
        search = "";
        Go(chosen.Append(first.Code).Distinct());
    }

    /// <summary>The address in the region's order of stores; all of them is the same as none.</summary>
    private void Go(IEnumerable<string> codes)
    {
        var wanted = codes.ToHashSet(StringComparer.Ordinal);
        string[] ordered = wanted.Count == Board.Stores.Count ? [] : [.. Board.Stores.Select(s => s.Code).Where(wanted.Contains)];
        (chosen, onItsWay) = (ordered.ToHashSet(StringComparer.Ordinal), ordered);
        Navigation.NavigateTo(Urls.Board(Board.Region.Code, ordered, View.Selection.Days, View.Selection.RankInAddress));
    }

    private sealed record TypeChoice(string Name, int Count, bool Chosen);
}

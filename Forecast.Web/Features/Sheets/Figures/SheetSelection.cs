using System.Globalization;
using System.Text;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>What the visitor chose to see of a sheet; written in the query of its address.</summary>
public sealed record SheetSelection
{
    /// <summary>Says that all groups are folded.</summary>
    private const string AllGroups = "*";

    /// <summary>Days shown: 7 or 14.</summary>
    public int Days { get; init; } = BoardSelection.Week;

    public SheetUnit Unit { get; init; }

    public SheetFigure Figure { get; init; }

    public SheetSort Sort { get; init; }

    public SheetFilter Filter { get; init; }

    /// <summary>Part of a name or code that rows must have; empty for all.</summary>
    public string Find { get; init; } = "";

    /// <summary>The group shown; null for all.</summary>
    public string? Group { get; init; }

    /// <summary>Groups whose rows are folded away.</summary>
    public IReadOnlyList<string> Folded { get; init; } = [];

    /// <summary>Whether all groups are folded.</summary>
    public bool FoldsAll { get; init; }

    /// <summary>Page of the rows, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Code of the row looked at; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Day looked at; null for none.</summary>
    public DateOnly? Day { get; init; }

    public static SheetSelection Default { get; } = new();

    /// <summary>Reads the query of an address; what it does not understand falls back to the default.</summary>
    public static SheetSelection Parse(Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var folded = query("fold");
        return new SheetSelection
        {
            Days = Number(query("days")) == BoardSelection.TwoWeeks ? BoardSelection.TwoWeeks : BoardSelection.Week,
            Unit = Named<SheetUnit>(query("unit")),
            Figure = Named<SheetFigure>(query("show")),
            Sort = Named<SheetSort>(query("sort")),
            Filter = Named<SheetFilter>(query("only")),
            Find = query("find")?.Trim() ?? "",
            Group = query("group"),
            Folded = folded == AllGroups ? [] : StoreList.Read(folded),
            FoldsAll = folded == AllGroups,
            Page = Math.Max(1, Number(query("page")) ?? 1),
            Key = query("key") is { Length: > 0 } key ? key : null,
            Day = DateOnly.TryParseExact(query("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : null,
        };
    }

    /// <summary>This selection as the query of an address, with its question mark; empty for the default.</summary>
    public string Query()
    {
        var query = new StringBuilder();
        Append("days", Days == BoardSelection.Week ? null : Days.ToString(CultureInfo.InvariantCulture));
        Append("unit", Said(Unit));
        Append("show", Said(Figure));
        Append("sort", Said(Sort));
        Append("only", Said(Filter));
        Append("find", Find.Length == 0 ? null : Find);
        Append("group", Group);
        Append("fold", FoldsAll ? AllGroups : Folded.Count == 0 ? null : StoreList.Write(Folded));
        Append("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
        Append("key", Key);
        Append("day", Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return query.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    /// <summary>The same choice on the first page, as after a search.</summary>
    public SheetSelection FromTheTop() => this with { Page = 1, Key = null, Day = null };

    /// <summary>Folds a group away or unfolds it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="all">All groups of the sheet.</param>
    public SheetSelection Toggle(string group, IEnumerable<string> all)
    {
        var folded = FoldsAll ? all : Folded;
        return this with
        {
            FoldsAll = false,
            Folded = [.. folded.Contains(group) ? folded.Where(g => g != group) : folded.Append(group)],
        };
    }

    /// <summary>Whether a group's rows are folded away.</summary>
    public bool IsFolded(string group) => FoldsAll || Folded.Contains(group);

    private static string? Said<T>(T choice) where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(choice, default) ? null : choice.ToString().ToLowerInvariant();

    private static T Named<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) && !char.IsAsciiDigit(text![0]) ? named : default;

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : null;
}

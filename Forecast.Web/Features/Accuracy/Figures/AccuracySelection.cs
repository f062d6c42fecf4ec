using System.Globalization;
using System.Text;
using Forecast.Domain.Accuracy;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What the visitor chose to see; written in the query of the address. Days are read against a region's calendar.</summary>
public sealed record AccuracySelection
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Code of the region; null for the visitor's first.</summary>
    public string? Region { get; init; }

    /// <summary>Name of the period, and its days where it has none; as the address says them.</summary>
    public (string? Name, string? From, string? To) Period { get; init; }

    /// <summary>At which level errors are taken.</summary>
    public AccuracyLevel Level { get; init; }

    /// <summary>Days ahead.</summary>
    public int Ahead { get; init; } = 1;

    /// <summary>What the rows are; one that the level has.</summary>
    public AccuracyBreakdown By { get; init; }

    /// <summary>What they are sorted by.</summary>
    public AccuracySort Sort { get; init; }

    /// <summary>Whether backtests are asked for though there are published days.</summary>
    public bool Backtests { get; init; }

    /// <summary>Page of the rows, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Reads the query of an address; what it does not understand falls back to the default.</summary>
    public static AccuracySelection Parse(Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new AccuracySelection
        {
            Region = query("region") is { Length: > 0 } region ? region : null,
            Period = (query("period"), query("from"), query("to")),
            Ahead = PublishedForecast.Aheads.Contains(Number(query("ahead"))) ? Number(query("ahead")) : 1,
            Sort = Named<AccuracySort>(query("sort")),
            Backtests = query("source") == "backtests",
            Page = Math.Max(1, Number(query("page"))),
        }.At(Named<AccuracyLevel>(query("level")), Named<AccuracyBreakdown>(query("by")));
    }

    /// <summary>What the rows can be at a level: totals of stores say nothing of items.</summary>
    public static IReadOnlyList<AccuracyBreakdown> BreakdownsOf(AccuracyLevel level) => level switch
    {
        AccuracyLevel.Item => Enum.GetValues<AccuracyBreakdown>(),
        AccuracyLevel.Store =>
            [AccuracyBreakdown.Store, AccuracyBreakdown.Weekday, AccuracyBreakdown.Day, AccuracyBreakdown.Ahead],
        AccuracyLevel.Category =>
            [AccuracyBreakdown.Category, AccuracyBreakdown.Weekday, AccuracyBreakdown.Day, AccuracyBreakdown.Ahead],
        _ => [AccuracyBreakdown.Weekday, AccuracyBreakdown.Day, AccuracyBreakdown.Ahead],
    };

    /// <summary>The same choice at a level, with rows that it has.</summary>
    public AccuracySelection At(AccuracyLevel level, AccuracyBreakdown by) => this with
    {
        Level = level,
        By = BreakdownsOf(level).Contains(by) ? by : BreakdownsOf(level)[0],
    };

    /// <summary>The same choice with another period, by its name, of what was published: backtests have their own days.</summary>
    public AccuracySelection In(string period) => this with { Period = (period, null, null), Backtests = false, Page = 1 };

    /// <summary>This selection as the query of an address, with its question mark; empty for the default.</summary>
    public string Query()
    {
        var query = new StringBuilder();
        Append("region", Region);
        Append("period", Period.Name is AccuracyPeriod.Week ? null : Period.Name);
        Append("from", Period.From);
        Append("to", Period.To);
        Append("level", Said(Level));
        Append("ahead", Ahead == 1 ? null : Ahead.ToString(CultureInfo.InvariantCulture));
        Append("by", By == BreakdownsOf(Level)[0] ? null : Said(By) ?? "store");
        Append("sort", Said(Sort));
        Append("source", Backtests ? "backtests" : null);
        Append("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
        return query.ToString();

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private static string? Said<T>(T choice) where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(choice, default) ? null : choice.ToString().ToLowerInvariant();

    private static T Named<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) && !char.IsAsciiDigit(text![0]) ? named : default;

    private static int Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : 0;
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Forecast.Domain.Reading;
using Forecast.Web.Shared;
using Microsoft.OpenApi;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>Every parameter that an endpoint may declare.</summary>
internal static class ApiParameters
{
    public const int MostDays = 366;

    private const int LongestText = 200, LongestList = 6000;

    private const string SeriesOfPage = "Series of a page, at most; in CSV and Parquet a series has a row per day.";

    public static readonly ApiParameter<string> Region = Text(
        "region", "Code of a region; without it, all regions of the caller.", "NORTH");

    public static readonly ApiParameter<string> OneRegion = Region with { Description = "Code of the region.", IsRequired = true };

    public static readonly ApiParameter<IReadOnlyList<string>> Stores = List(
        "stores", "Codes of stores, separated by commas; a comma or backslash inside a code has a backslash before it. Without it, all.",
        "N1,N2");

    public static readonly ApiParameter<IReadOnlyList<string>> Items = List(
        "items", "Codes of items, separated by commas. Without it, all.", "I1");

    public static readonly ApiParameter<string> Item = Text("item", "Code of one item.", "I1");

    public static readonly ApiParameter<string> Category = Text("category", "Name of a category of items.", "Food");

    public static readonly ApiParameter<long?> Days = Whole("days", "Days of the forecast, from its first; without it, all.", 1, 400, 7);

    public static readonly ApiParameter<string> DaysShown = Word("days", "How many days, as on the board.", ["7", "14"]);

    public static readonly ApiParameter<long?> Version = Whole(
        "version", "Key of a version, instead of the forecast on show.", 1, long.MaxValue, 1);

    public static readonly ApiParameter<DateTimeOffset?> AsOf = new()
    {
        Name = "asOf",
        Description = "The forecast that was on show at this moment, instead of the one on show now.",
        Takes = "a moment with its offset, as in 2026-11-21T09:00:00Z",
        Example = "2026-11-21T09:00:00Z",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        Reader = TryMoment,
    };

    public static readonly ApiParameter<DateOnly?> From = Day("from", "First day; without it, four weeks before the last.", "2026-11-01");

    public static readonly ApiParameter<DateOnly?> To = Day(
        "to", "Last day; without it, the last complete day of the regions.", "2026-11-20");

    public static readonly ApiParameter<long?> Limit = Whole("limit", "Rows of a page, at most.", 1, 1000, 100) with { Otherwise = 100 };

    public static readonly ApiParameter<long?> SeriesLimit =
        Whole("limit", SeriesOfPage, 1, 10_000, 2000) with { Otherwise = 2000 };

    public static readonly ApiParameter<long?> HistoryLimit =
        Whole("limit", SeriesOfPage, 1, 1000, 500) with { Otherwise = 500 };

    public static readonly ApiParameter<long[]> After = new()
    {
        Name = "after",
        Description = "Where the page before ended: part of the address in its \"next\".",
        Takes = "the end of a page as \"next\" gives it",
        Example = Place.Write(0),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 64 },
        Reader = Place.TryRead,
    };

    /// <summary>One of some words, the default first.</summary>
    public static ApiParameter<string> Word(string name, string description, IReadOnlyList<string> words) => new()
    {
        Name = name,
        Description = $"{description} Without it, {words[0]}.",
        Takes = $"one of {string.Join(", ", words)}",
        Example = words[0],
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(w => (JsonNode)w)] },
        Reader = (string text, out string value) => words.Contains(value = text, StringComparer.Ordinal),
        Otherwise = words[0],
    };

    public static ApiParameter<string> Word(ReadingChoice choice) => Word(choice.Name, choice.Description, choice.Words);

    public static ApiParameter<string> Text(string name, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Takes = "a text of at most 200 characters, without control characters",
        Example = example,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = LongestText },
        Reader = (string text, out string value) => IsText(value = text, LongestText),
    };

    private static ApiParameter<IReadOnlyList<string>> List(string name, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Takes = "a list of codes, separated by commas",
        Example = example,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = LongestList },
        Reader = (string text, out IReadOnlyList<string> value) =>
        {
            value = StoreList.Read(text);
            return IsText(text, LongestList) && value.Count > 0;
        },
    };

    private static ApiParameter<long?> Whole(string name, string description, long least, long most, long example) => new()
    {
        Name = name,
        Description = description,
        Takes = most == long.MaxValue ? "a whole number above 0" : $"a whole number from {least} to {most}",
        Example = example.ToString(CultureInfo.InvariantCulture),
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
            Maximum = most == long.MaxValue ? null : most.ToString(CultureInfo.InvariantCulture),
        },
        Reader = (string text, out long? value) =>
        {
            bool isWhole = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
            value = number;
            return isWhole && number >= least && number <= most;
        },
    };

    private static ApiParameter<DateOnly?> Day(string name, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Takes = "a day as in 2026-11-20",
        Example = example,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
        Reader = (string text, out DateOnly? value) =>
        {
            bool isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
            value = day;
            return isDay && day.Year is >= 1900 and < 2200;
        },
    };

    private static bool TryMoment(string text, out DateTimeOffset? value)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        bool isMoment = DateTimeOffset.TryParseExact(
            text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
        value = isMoment ? moment.ToUniversalTime() : null;
        return isMoment && moment.Year is >= 1900 and < 2200 && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10);
    }

    /// <summary>Half a surrogate pair reads as a replacement character, which no code holds.</summary>
    public static bool IsText(string text, int longest = LongestText) => text.Length <= longest && !string.IsNullOrWhiteSpace(text)
        && !text.EnumerateRunes().Any(r => Rune.IsControl(r) || r == Rune.ReplacementChar);
}

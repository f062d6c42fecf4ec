using System.Text.Json;
using Forecast.Domain.Reading;

namespace Forecast.Domain.Loads;

/// <summary>What was said about how a sales file is read, by the option's name; what was left as it is is not among it.</summary>
/// <param name="Said">Words by option: dates → day-first, columns → quantity=Menge.</param>
public sealed record SourceChoices(IReadOnlyDictionary<string, string> Said)
{
    private const string Missing = "missing", NothingSold = "nothing-sold", Columns = "columns", Sheet = "sheet";

    /// <summary>The choices as the command line says them; empty for none.</summary>
    public string Text => string.Join(' ', Said.Select(choice => $"--{choice.Key} {Quoted(choice.Value)}"));

    /// <summary>What a request says.</summary>
    public static SourceChoices Of(ImportRequest request)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var choice in ReadingOptions.Choices)
        {
            string word = choice.Words.First(word => request.Reading == request.Reading.With(choice.Name, word));
            if (word != choice.Words[0])
                said[choice.Name] = word;
        }

        if (request.MissingDays == MissingDays.NothingSold)
            said[Missing] = NothingSold;
        if (request.Reading.Columns.Count > 0)
            said[Columns] = ColumnChoices.Write(request.Reading.Columns);
        if (request.Reading.Sheet is { } sheet)
            said[Sheet] = sheet;
        return new SourceChoices(said);
    }

    /// <summary>The choices as they are kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(Said);

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    public static SourceChoices FromJson(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    /// <summary>As a shell takes it.</summary>
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '=' or ',' or '_' or '.') ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

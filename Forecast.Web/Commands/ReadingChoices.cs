using System.CommandLine;
using Forecast.Domain.Reading;

namespace Forecast.Web.Commands;

/// <summary>The options of how a sales file is read; import and backtest share them and their words.</summary>
internal sealed class ReadingChoices
{
    private readonly List<Option<string?>> choices = [];
    private readonly Option<string?> columns = new("--columns")
    {
        Description = "What columns are called in the file, as quantity=Menge,date=Tag; the others are found by their usual names.",
    };

    private readonly Option<string?> sheet = new("--sheet") { Description = "Sheet of an Excel workbook; its first unless said." };

    public ReadingChoices()
    {
        foreach (var choice in ReadingOptions.Choices)
        {
            var option = new Option<string?>("--" + choice.Name) { Description = choice.Description };
            option.AcceptOnlyFromAmong([.. choice.Words]);
            choices.Add(option);
        }

        columns.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } said && new ReadingOptions().WithColumns(said) is null)
                result.AddError(
                    $"--columns reads as quantity=Menge,date=Tag; what can be named is {string.Join(", ", SalesColumns.Names)}.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var choice in choices)
            command.Options.Add(choice);
        command.Options.Add(columns);
        command.Options.Add(sheet);
    }

    /// <summary>What was said, on top of the options given.</summary>
    public ReadingOptions Of(ParseResult parsed, ReadingOptions options)
    {
        foreach (var choice in choices)
        {
            if (parsed.GetValue(choice) is { } word)
                options = options.With(choice.Name[2..], word)!;
        }

        options = options with { Sheet = parsed.GetValue(sheet) };
        return parsed.GetValue(columns) is { } said ? options.WithColumns(said)! : options;
    }
}

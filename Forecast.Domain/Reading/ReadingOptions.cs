namespace Forecast.Domain.Reading;

/// <summary>
/// What the user says about a sales file; what is not said, the rows of the file decide. Import, upload and backtest share these options
/// and their words.
/// </summary>
public sealed record ReadingOptions
{
    /// <summary>Every choice with its words; the first word is the default.</summary>
    public static IReadOnlyList<ReadingChoice> Choices { get; } =
    [
        new("dates", "How dates are written; auto: as all rows together show.", ["auto", "year-first", "day-first", "month-first", "days"]),
        new("numbers", "The decimal mark; the other mark groups thousands. auto: as all rows together show.", ["auto", "point", "comma"]),
        new("repeats", "What several rows for one day of one item in one store mean.", ["auto", "sum", "last", "refuse"]),
        new("returns", "What happens to negative quantities.", ["reject", "subtract"]),
        new("grain", "daily: take the rows as days even if they look like weeks or months.", ["auto", "daily"]),
        new("fractions", "Whether quantities may have decimals.", ["reject", "accept"]),
    ];

    /// <summary>How dates are written; null: the rows decide.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>The decimal mark; null: the rows decide.</summary>
    public NumberStyle? Numbers { get; init; }

    /// <summary>What several rows for one day of one series mean.</summary>
    public RepeatedRows Repeats { get; init; }

    /// <summary>Whether negative quantities are subtracted from the day's sales; otherwise their rows are rejected.</summary>
    public bool SubtractReturns { get; init; }

    /// <summary>Whether rows that look like weeks or months are taken as days all the same.</summary>
    public bool InsistOnDays { get; init; }

    /// <summary>Whether quantities may have decimals, as goods sold by weight do.</summary>
    public bool AcceptFractions { get; init; }

    /// <summary>IANA zone of the stores, for times with a zone of their own where no region says it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Sheet of a workbook; null for its first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Header of a column by what it means, such as quantity by "Menge"; others are found by their names.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>These options with one of the <see cref="Choices"/>; null when there is no such choice or word.</summary>
    public ReadingOptions? With(string choice, string word) => (choice, word) switch
    {
        ("dates", "auto") => this with { Dates = null },
        ("dates", "year-first") => this with { Dates = DateOrder.YearFirst },
        ("dates", "day-first") => this with { Dates = DateOrder.DayFirst },
        ("dates", "month-first") => this with { Dates = DateOrder.MonthFirst },
        ("dates", "days") => this with { Dates = DateOrder.SpreadsheetDays },
        ("numbers", "auto") => this with { Numbers = null },
        ("numbers", "point") => this with { Numbers = NumberStyle.Point },
        ("numbers", "comma") => this with { Numbers = NumberStyle.Comma },
        ("repeats", "auto") => this with { Repeats = RepeatedRows.Auto },
        ("repeats", "sum") => this with { Repeats = RepeatedRows.Sum },
        ("repeats", "last") => this with { Repeats = RepeatedRows.Last },
        ("repeats", "refuse") => this with { Repeats = RepeatedRows.Refuse },
        ("returns", "reject" or "subtract") => this with { SubtractReturns = word == "subtract" },
        ("grain", "auto" or "daily") => this with { InsistOnDays = word == "daily" },
        ("fractions", "reject" or "accept") => this with { AcceptFractions = word == "accept" },
        _ => null,
    };

    /// <summary>
    /// These options with columns said as <see cref="ColumnChoices"/> reads them; null when it cannot.
    /// </summary>
    public ReadingOptions? WithColumns(string said)
    {
        if (ColumnChoices.Read(said) is not { } read)
            return null;
        var columns = new Dictionary<string, string>(Columns, StringComparer.Ordinal);
        foreach (var (meaning, header) in read)
            columns[meaning] = header;
        return this with { Columns = columns };
    }
}

/// <summary>A choice of how to read a file.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="Description">What it decides, in a sentence.</param>
/// <param name="Words">The words it takes, the default first.</param>
public sealed record ReadingChoice(string Name, string Description, IReadOnlyList<string> Words);

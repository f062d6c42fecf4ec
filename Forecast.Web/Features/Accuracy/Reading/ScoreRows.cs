using System.Globalization;
using Forecast.Domain.Accuracy;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Accuracy.Figures;
using Forecast.Web.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Web.Features.Accuracy.Reading;

/// <summary>Adds the sums of the days of a period up, by what the rows are: one statement, whatever the number of series.</summary>
internal static class ScoreRows
{
    private const string Sums = """
        sum(scored), sum(not_loaded), sum(ran_out), sum(actual), sum(signed_error), sum(absolute_error), sum(naive_signed_error),
        sum(naive_absolute_error), sum(scaled), sum(scaled_error), sum(naive_scaled_error), sum(square_scaled), sum(square_scaled_error),
        sum(naive_square_scaled_error), sum(banded), sum(inside), sum(at_most_p10), sum(at_most_p50), sum(at_most_p90), sum(pinball_p10),
        sum(pinball_p50), sum(pinball_p90), sum(banded_naive_absolute_error)
        """;

    public static async Task<IReadOnlyList<AccuracyRow>> ReadAsync(
        ForeactDb db, AccuracyReading reading, CancellationToken cancellationToken)
    {
        var selection = reading.Selection;
        await using var command = new NpgsqlCommand(Statement(selection.By), (NpgsqlConnection)db.Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = reading.Region.Id },
                new() { Value = selection.Level.ToString() },
                new() { Value = GrainOf(selection).ToString() },
                new() { Value = reading.Period.From },
                new() { Value = reading.Period.To },
                new() { Value = Aheads(selection) },
            },
        };
        var rows = new List<AccuracyRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new AccuracyRow(reader.GetString(0), NameOf(selection.By, reader.GetString(1)), SumsOf(reader)));
        return rows;
    }

    private static short[] Aheads(AccuracySelection selection) => selection.By == AccuracyBreakdown.Ahead
        ? [.. PublishedForecast.Aheads.Select(a => (short)a)]
        : [(short)selection.Ahead];

    /// <summary>Days of a level add up from whichever of its rows are fewest; those of all grains are the same.</summary>
    private static AccuracyGrain GrainOf(AccuracySelection selection) => (selection.Level, selection.By) switch
    {
        (AccuracyLevel.Item, AccuracyBreakdown.Store) => AccuracyGrain.Store,
        (AccuracyLevel.Item, AccuracyBreakdown.Category) => AccuracyGrain.Category,
        (AccuracyLevel.Item, AccuracyBreakdown.Item) => AccuracyGrain.Item,
        (AccuracyLevel.Item, _) => AccuracyGrain.DemandClass,
        (AccuracyLevel.Store, _) => AccuracyGrain.Store,
        (AccuracyLevel.Category, _) => AccuracyGrain.Category,
        _ => AccuracyGrain.Region,
    };

    private static string Statement(AccuracyBreakdown by)
    {
        var (key, names, name) = by switch
        {
            AccuracyBreakdown.Store => ("store_id", "JOIN store n ON n.id = s.key", "n.code, n.name"),
            AccuracyBreakdown.Item => ("item_id", "JOIN item n ON n.id = s.key", "n.code, n.name"),
            AccuracyBreakdown.Category => ("category", "", "key, key"),
            AccuracyBreakdown.Class => ("demand_class::text", "", "key, key"),
            AccuracyBreakdown.Weekday => ("extract(isodow FROM day)::int::text", "", "key, key"),
            AccuracyBreakdown.Day => ("to_char(day, 'YYYY-MM-DD')", "", "key, key"),
            _ => ("ahead::text", "", "key, key"),
        };
        return $"""
            SELECT {name}, s.* FROM (
                SELECT {key} AS key, {Sums} FROM accuracy_score
                WHERE region_id = $1 AND level = $2 AND grain = $3 AND ahead = ANY ($6) AND day BETWEEN $4 AND $5
                GROUP BY 1
            ) s {names}
            """;
    }

    private static string NameOf(AccuracyBreakdown by, string key) => by switch
    {
        AccuracyBreakdown.Class => AccuracyWords.Name((DemandClass)int.Parse(key, CultureInfo.InvariantCulture)),
        AccuracyBreakdown.Weekday => AccuracyWords.Weekday(int.Parse(key, CultureInfo.InvariantCulture)),
        AccuracyBreakdown.Day => Formats.DayWithYear(DateOnly.ParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        AccuracyBreakdown.Ahead => AccuracyWords.Ahead(int.Parse(key, CultureInfo.InvariantCulture)),
        AccuracyBreakdown.Category when key.Length == 0 => "No category",
        _ => key,
    };

    private static ErrorSums SumsOf(NpgsqlDataReader row)
    {
        const int first = 3; // after code, name and the key of the group
        long Count(int at) => row.GetInt64(first + at);
        double Sum(int at) => row.GetDouble(first + at);
        return new ErrorSums
        {
            Scored = Count(0),
            NotLoaded = Count(1),
            RanOut = Count(2),
            Actual = Sum(3),
            SignedError = Sum(4),
            AbsoluteError = Sum(5),
            NaiveSignedError = Sum(6),
            NaiveAbsoluteError = Sum(7),
            Absolute = new(Count(8), Sum(9), Sum(10)),
            Squared = new(Count(11), Sum(12), Sum(13)),
            Bands = new BandSums
            {
                Values = Count(14),
                Inside = Count(15),
                AtMost = (Count(16), Count(17), Count(18)),
                Pinball = (Sum(19), Sum(20), Sum(21)),
                NaiveAbsoluteError = Sum(22),
            },
        };
    }
}

using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>A column of a table, as CSV and Parquet have it.</summary>
internal abstract class Column<TRow>(DataField kind)
{
    public DataField Field => kind;

    public string Name => kind.Name;

    /// <summary>The value of a row as text, in the invariant form; null where there is none.</summary>
    public abstract string? TextOf(TRow row);

    /// <summary>Writes the values of some rows.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);
}

/// <summary>The kinds of columns there are.</summary>
internal static class Columns
{
    public static Column<TRow> Text<TRow>(string name, Func<TRow, string?> value) => new TextColumn<TRow>(name, value);

    public static Column<TRow> Whole<TRow>(string name, Func<TRow, long?> value) =>
        new ValueColumn<TRow, long>(new DataField<long?>(name), value, v => v.ToString(CultureInfo.InvariantCulture));

    public static Column<TRow> Number<TRow>(string name, Func<TRow, double?> value) =>
        new ValueColumn<TRow, double>(new DataField<double?>(name), value, v => v.ToString("R", CultureInfo.InvariantCulture));

    public static Column<TRow> Units<TRow>(string name, Func<TRow, float?> value) =>
        new ValueColumn<TRow, float>(new DataField<float?>(name), value, v => v.ToString("R", CultureInfo.InvariantCulture));

    public static Column<TRow> Day<TRow>(string name, Func<TRow, DateOnly?> value) => new DayColumn<TRow>(name, value);

    public static Column<TRow> Moment<TRow>(string name, Func<TRow, DateTimeOffset?> value) =>
        new ValueColumn<TRow, DateTime>(
            new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, isNullable: true), row => value(row)?.UtcDateTime,
            v => v.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private sealed class TextColumn<TRow>(string name, Func<TRow, string?> value) : Column<TRow>(new DataField<string>(name))
    {
        public override string? TextOf(TRow row) => value(row);

        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        {
            string[] values = [.. rows.Select(row => value(row)!)];
            return group.WriteAsync(Field, values);
        }
    }

    private sealed class ValueColumn<TRow, T>(DataField kind, Func<TRow, T?> value, Func<T, string> print) : Column<TRow>(kind)
        where T : struct
    {
        public override string? TextOf(TRow row) => value(row) is { } known ? print(known) : null;

        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        {
            var values = new T?[rows.Count];
            for (int i = 0; i < values.Length; i++)
                values[i] = value(rows[i]);
            return group.WriteAsync<T>(Field, values.AsMemory(), cancellationToken: cancellationToken);
        }
    }

    /// <summary>Days have no clock: as a date in Parquet, which its writer takes as midnights.</summary>
    private sealed class DayColumn<TRow>(string name, Func<TRow, DateOnly?> value)
        : Column<TRow>(new DateTimeDataField(name, DateTimeFormat.Date, isNullable: true))
    {
        public override string? TextOf(TRow row) => value(row)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        {
            var values = new DateTime?[rows.Count];
            for (int i = 0; i < values.Length; i++)
                values[i] = value(rows[i])?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            return group.WriteAsync<DateTime>(Field, values.AsMemory(), cancellationToken: cancellationToken);
        }
    }
}

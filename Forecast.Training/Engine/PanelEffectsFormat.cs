using Forecast.Training.Models.Effects;

namespace Forecast.Training.Engine;

/// <summary>Stored form of <see cref="PanelEffects"/> inside a fitted panel.</summary>
internal static class PanelEffectsFormat
{
    public static void Write(PanelEffects effects, BinaryWriter writer)
    {
        writer.Write(effects.Pools.Length);
        for (int i = 0; i < effects.Pools.Length; i++)
        {
            writer.Write(effects.Pools[i]);
            var calendar = effects.Calendars[i];
            WriteDoubles(writer, calendar.Waves);
            WriteDoubles(writer, calendar.Months);
            WriteDoubles(writer, calendar.MonthDays);
            writer.Write(calendar.Holidays.Count);
            foreach (var (name, around) in calendar.Holidays)
            {
                writer.Write(name);
                WriteDoubles(writer, around);
            }

            writer.Write(calendar.Dates.Count);
            foreach (var (date, effect) in calendar.Dates)
            {
                writer.Write(date);
                writer.Write(effect);
            }
        }

        writer.Write(effects.Events is not null);
        if (effects.Events is not null)
            FittedPanelFormat.WriteFloats(writer, effects.Events);
    }

    public static PanelEffects Read(BinaryReader reader)
    {
        var pools = new int[FittedPanelFormat.Count(reader, 20)];
        var calendars = new CalendarEffects[pools.Length];
        for (int i = 0; i < pools.Length; i++)
        {
            pools[i] = reader.ReadInt32();
            double[] waves = ReadDoubles(reader), months = ReadDoubles(reader), monthDays = ReadDoubles(reader);
            var holidays = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
            for (int n = FittedPanelFormat.Count(reader, 5); n > 0; n--)
                holidays[reader.ReadString()] = ReadDoubles(reader);
            var dates = new SortedDictionary<int, double>();
            for (int n = FittedPanelFormat.Count(reader, 12); n > 0; n--)
                dates[reader.ReadInt32()] = reader.ReadDouble();
            calendars[i] = new CalendarEffects(waves, months, monthDays, holidays, dates);
        }

        return new PanelEffects(pools, calendars, reader.ReadBoolean() ? FittedPanelFormat.ReadFloats(reader) : null);
    }

    private static void WriteDoubles(BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        foreach (double value in values)
            writer.Write(value);
    }

    private static double[] ReadDoubles(BinaryReader reader)
    {
        var values = new double[FittedPanelFormat.Count(reader, sizeof(double))];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.ReadDouble();
        return values;
    }
}

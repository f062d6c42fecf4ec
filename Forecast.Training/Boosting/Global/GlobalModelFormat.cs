namespace Forecast.Training.Boosting.Global;

/// <summary>A global model as bytes: what its columns are, then its trees.</summary>
internal static class GlobalModelFormat
{
    private const string Letters = "FGLM";
    private const string What = "global model";
    private const int Version = 1;

    internal static void Write(GlobalModel model, Stream stream) => CheckedFormat.Write(stream, Letters, Version, writer =>
    {
        writer.Write(model.Horizon);
        writer.Write(model.LastTrainingDay.DayNumber);
        writer.Write(model.Holidays.Count);
        foreach (string name in model.Holidays)
            writer.Write(name);
        writer.Write(model.Columns.Count);
        foreach (int column in model.Columns)
            writer.Write(GlobalFeatures.All[column].Name);
        writer.Write(model.Trees is not null);
        writer.Flush();
        model.Trees?.Write(writer.BaseStream);
    });

    internal static GlobalModel Read(Stream stream) => CheckedFormat.Read(stream, Letters, Version, What, reader =>
    {
        int horizon = reader.ReadInt32(), day = reader.ReadInt32();
        if (horizon is < 1 or > 366 || day < 0 || day > DateOnly.MaxValue.DayNumber)
            throw new InvalidDataException($"The stored global model claims a horizon of {horizon} days and day number {day}.");
        var holidays = Names(reader, "holidays");
        var columns = Names(reader, "columns").Select(Column).ToArray();
        var trees = reader.ReadBoolean() ? BoostedTrees.Read(reader.BaseStream) : null;
        if (trees is not null && trees.Features.Count != columns.Length)
            throw new InvalidDataException($"The stored global model has {columns.Length} columns, its trees {trees.Features.Count}.");
        return new GlobalModel(trees, columns, holidays, horizon, DateOnly.FromDayNumber(day));
    });

    private static string[] Names(BinaryReader reader, string of)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length)
            throw new InvalidDataException($"The stored global model claims {count} {of}.");
        var names = new string[count];
        for (int i = 0; i < count; i++)
            names[i] = reader.ReadString();
        return names;
    }

    private static int Column(string name)
    {
        for (int f = 0; f < GlobalFeatures.All.Length; f++)
        {
            if (string.Equals(GlobalFeatures.All[f].Name, name, StringComparison.Ordinal))
                return f;
        }

        throw new InvalidDataException($"The stored global model uses a feature '{name}' that this program does not know. Fit it again.");
    }
}

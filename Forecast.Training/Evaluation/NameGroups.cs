using System.IO.Compression;
using System.Text;
using CsvHelper;

namespace Forecast.Training.Evaluation;

/// <summary>Which group each name belongs to, from a master file: the category of each item, the region of each store.</summary>
public static class NameGroups
{
    /// <summary>
    /// Reads two columns of a CSV file (gzip by its first bytes) and returns, for each of <paramref name="names"/>, the code of its group;
    /// −1 where the file does not say. Codes follow the order of <paramref name="names"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">A column is missing; the message says which.</exception>
    public static int[] Read(string path, string nameColumn, string groupColumn, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var groupOf = Rows(path, nameColumn, groupColumn);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[names.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = -1;
            if (!groupOf.TryGetValue(names[i], out var group))
                continue;
            if (!codes.TryGetValue(group, out result[i]))
                codes[group] = result[i] = codes.Count;
        }

        return result;
    }

    private static Dictionary<string, string> Rows(string path, string nameColumn, string groupColumn)
    {
        using var file = File.OpenRead(path);
        bool zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { TrimWhitespace = true });
        csv.ReadHeader();
        var columns = csv.Headers.Select(h => h.Trim()).ToList();
        int name = columns.IndexOf(nameColumn), group = columns.IndexOf(groupColumn);
        if (name < 0 || group < 0)
            throw new InvalidDataException($"{path}: expected a header with the columns {nameColumn} and {groupColumn}.");
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            if (csv.FieldCount > Math.Max(name, group) && !csv.GetSpan(name).IsEmpty && !csv.GetSpan(group).IsEmpty)
                rows[Encoding.UTF8.GetString(csv.GetSpan(name))] = Encoding.UTF8.GetString(csv.GetSpan(group));
        }

        return rows;
    }
}

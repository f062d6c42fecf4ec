using System.Text.RegularExpressions;

namespace Forecast.Tests.Architecture;

/// <summary>
/// Which folder of the product needs which, read from the sources: what a file names in <c>using</c>, and what it uses of the folders above
/// its own, which C# lets it see without saying so. A folder is its namespace without "Forecast.": <c>Training.Engine.Paths</c>.
/// </summary>
internal static partial class FolderArrows
{
    private const string Root = "Forecast.";

    /// <summary>Every arrow, with the files that draw it.</summary>
    public static ILookup<(string From, string To), string> All { get; } = Read();

    /// <summary>
    /// The arrows with every folder named by its first <paramref name="depth"/> parts, those within one of them left out.
    /// </summary>
    public static HashSet<(string From, string To)> Between(Func<string, string> depth) =>
        [.. All.Select(arrow => (From: depth(arrow.Key.From), To: depth(arrow.Key.To))).Where(arrow => arrow.From != arrow.To)];

    /// <summary>Folders that can be reached from themselves; none, if the house stands.</summary>
    public static IReadOnlyList<string> InCircles(IReadOnlyCollection<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        return [.. arrows.Select(arrow => arrow.From).Distinct(StringComparer.Ordinal)
            .Where(folder => Reached(folder, next).Contains(folder)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The arrows that say something new: those left out follow from the others.</summary>
    public static IEnumerable<(string From, string To)> Essential(IReadOnlyCollection<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        return arrows.Where(arrow => !next[arrow.From].Any(middle => middle != arrow.To && Reached(middle, next).Contains(arrow.To)));
    }

    private static HashSet<string> Reached(string from, ILookup<string, string> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var reached in next[folder].Where(seen.Add))
                open.Push(reached);
        }

        return seen;
    }

    private static ILookup<(string From, string To), string> Read()
    {
        var files = SourceFile.OfTheProduct.Concat(SourceFile.Markup).ToList();
        var homes = files.SelectMany(file => Declared(file).Select(type => (type, folder: Folder(file)))).Distinct()
            .ToLookup(home => home.type, home => home.folder, StringComparer.Ordinal);
        var folders = files.Select(Folder).ToHashSet(StringComparer.Ordinal);
        return files
            .SelectMany(file => Drawn(file).Where(folders.Contains).Concat(Inherited(file, homes))
                .Distinct(StringComparer.Ordinal).Where(to => to != Folder(file)).Select(to => (From: Folder(file), To: to, file.Path)))
            .ToLookup(arrow => (arrow.From, arrow.To), arrow => arrow.Path);
    }

    private static string Folder(SourceFile file) => string.Join('.', file.Path.Split('/')[..^1])[Root.Length..];

    private static IEnumerable<string> Declared(SourceFile file) => file.Path.EndsWith(".razor", StringComparison.Ordinal)
        ? [Path.GetFileNameWithoutExtension(file.Path)]
        : Declaration().Matches(file.Text).Select(match => match.Groups["name"].Value);

    /// <summary>Imports draw no arrow by themselves: what a file of theirs uses does.</summary>
    private static IEnumerable<string> Drawn(SourceFile file) => file.IsImports ? [] : Named(file);

    private static IEnumerable<string> Named(SourceFile file) => Using().Matches(file.Text).Select(match => match.Groups["folder"].Value);

    /// <summary>
    /// Folders whose types the file names without a <c>using</c> of its own: those above it, and those that their imports open to markup.
    /// </summary>
    private static IEnumerable<string> Inherited(SourceFile file, ILookup<string, string> homes)
    {
        var own = Folder(file);
        var opened = file.Path.EndsWith(".razor", StringComparison.Ordinal)
            ? SourceFile.Markup.Where(
                imports => imports.IsImports && (own + ".").StartsWith(Folder(imports) + ".", StringComparison.Ordinal))
                .SelectMany(Named).ToHashSet(StringComparer.Ordinal)
            : [];
        return Identifier().Matches(Comment().Replace(file.Text, "")).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .Where(name => homes[name].Any() && !homes[name].Contains(own))
            .SelectMany(name => homes[name].Where(home => opened.Contains(home) || own.StartsWith(home + ".", StringComparison.Ordinal))
                .Take(1));
    }

    [GeneratedRegex(
        @"^@?using\s+(static\s+)?Forecast\.(?<folder>[\w.]+?);?\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(public |internal |static |sealed |abstract |partial |readonly |unsafe |ref )*"
        + @"(class|record struct|record|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//[^\n]*|""(\\.|[^""\\\n])*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w+\b", RegexOptions.None, 1000)]
    private static partial Regex Identifier();
}

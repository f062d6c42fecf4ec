using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>A hand-written source file of the product, with its path inside the checkout.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] Projects = ["Forecast.Domain", "Forecast.Training", "Forecast.Web"];

    /// <summary>C# files.</summary>
    public static IReadOnlyList<SourceFile> OfTheProduct { get; } = Read("*.cs");

    /// <summary>Razor files, as components' code stands in them as well.</summary>
    public static IReadOnlyList<SourceFile> Markup { get; } = Read("*.razor");

    /// <summary>Whether it opens folders to the markup below it.</summary>
    public bool IsImports => Path.EndsWith("/_Imports.razor", StringComparison.Ordinal);

    public IEnumerable<string> Folders => Path.Split('/')[1..^1];

    private static IReadOnlyList<SourceFile> Read(string pattern) =>
        [.. Projects.SelectMany(project => Directory.EnumerateFiles(Checkout.PathOf(project), pattern, SearchOption.AllDirectories))
            .Select(path => System.IO.Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj" or "Migrations"))
            .Select(path => new SourceFile(path, File.ReadAllText(Checkout.PathOf(path))))];
}

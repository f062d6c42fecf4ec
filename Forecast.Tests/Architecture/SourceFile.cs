using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>A hand-written C# file of the product, with its path inside the checkout.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] Projects = ["Forecast.Domain", "Forecast.Training", "Forecast.Web"];

    public static IReadOnlyList<SourceFile> OfTheProduct { get; } =
        [.. Projects.SelectMany(project => Directory.EnumerateFiles(Checkout.PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Select(path => System.IO.Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj" or "Migrations"))
            .Select(path => new SourceFile(path, File.ReadAllText(Checkout.PathOf(path))))];

    public IEnumerable<string> Folders => Path.Split('/')[1..^1];
}

using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>Code is read side by side with its change: a line that does not fit there is read by nobody.</summary>
public class LineTests
{
    private const int Longest = 140;

    [Fact]
    public void NoLineOfCode_IsLongerThanAScreen()
    {
        string[] kinds = ["*.cs", "*.razor"];
        var found = kinds.SelectMany(kind => Directory.EnumerateFiles(Checkout.Root, kind, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => path.StartsWith("Forecast.", StringComparison.Ordinal) || path.StartsWith("bench/", StringComparison.Ordinal))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj" or "Migrations"))
            .SelectMany(path => File.ReadLines(Checkout.PathOf(path)).Index()
                .Where(line => line.Item.Length > Longest).Select(line => $"{path}({line.Index + 1}): {line.Item.Length}"))
            .ToList();

        Assert.True(found.Count == 0, $"Longer than {Longest} characters:\n{string.Join('\n', found)}");
    }
}

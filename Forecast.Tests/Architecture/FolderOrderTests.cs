using System.Text;
using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>No two folders need each other, and docs/architecture.md shows the order they stand in.</summary>
public class FolderOrderTests
{
    private const string Update = "FOREACT_UPDATE_DOCS", Begin = "<!-- arrows -->", End = "<!-- end of arrows -->";

    [Fact]
    public void Folders_StandInAnOrder()
    {
        var circle = FolderArrows.InCircles([.. FolderArrows.All.Select(arrow => arrow.Key)]);

        Assert.True(circle.Count == 0, $"These folders need each other: {string.Join(", ", circle)}.\n{Drawn(circle)}");
    }

    [Fact] // Rooms inside a folder do not open a second door between two folders.
    public void WholeFolders_StandInAnOrder()
    {
        var circle = FolderArrows.InCircles(FolderArrows.Between(Room));

        Assert.True(circle.Count == 0, $"These folders need each other: {string.Join(", ", circle)}.");
    }

    [Fact]
    public async Task Picture_IsWhatTheSourcesSay()
    {
        var path = Checkout.PathOf("docs", "architecture.md");
        var document = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        int begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = document.IndexOf(End, StringComparison.Ordinal);
        var drawn = Draw();
        if (Environment.GetEnvironmentVariable(Update) is "1")
            await File.WriteAllTextAsync(path, document[..begin] + drawn + document[end..], TestContext.Current.CancellationToken);
        else
            Assert.True(document[begin..end] == drawn,
                $"The arrows between folders have changed. {Update}=1 ./test.sh -class {GetType().FullName} draws them anew.");
    }

    private static string Draw()
    {
        var text = new StringBuilder("\n");
        foreach (var project in (string[])["Web", "Training", "Domain"])
        {
            var arrows = FolderArrows.Between(Room).Where(arrow => In(arrow.From, project) && In(arrow.To, project)).ToList();
            text.Append("\n```mermaid\n").Append("flowchart LR\n");
            foreach (var (from, to) in FolderArrows.Essential(arrows).OrderBy(arrow => arrow.From, StringComparer.Ordinal)
                .ThenBy(arrow => arrow.To, StringComparer.Ordinal))
                text.Append("    ").Append(Short(from)).Append(" --> ").Append(Short(to)).Append('\n');
            text.Append("```\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Project and folder; in Features and Runs one level more, as their folders are what a reader looks for.</summary>
    private static string Room(string folder)
    {
        var parts = folder.Split('.');
        return string.Join('.', parts.Take(parts is [_, "Features" or "Runs", ..] ? 3 : 2));
    }

    private static bool In(string folder, string project) =>
        folder == project || folder.StartsWith(project + ".", StringComparison.Ordinal);

    private static string Short(string folder) =>
        folder.Contains('.', StringComparison.Ordinal) ? folder[(folder.IndexOf('.', StringComparison.Ordinal) + 1)..] : folder;

    private static string Drawn(IReadOnlyList<string> circle) => string.Join('\n', FolderArrows.All
        .Where(arrow => circle.Contains(arrow.Key.From) && circle.Contains(arrow.Key.To))
        .Select(arrow => $"{arrow.Key.From} → {arrow.Key.To}: {string.Join(", ", arrow.Distinct(StringComparer.Ordinal).Take(4))}"));
}

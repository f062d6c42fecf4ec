using System.Text.Json.Nodes;
using Forecast.Web.Features.Briefs.Figures;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Briefs;

/// <summary>The brief as a message with an Adaptive Card (version 1.4), which workflows of Microsoft Teams take.</summary>
internal static class BriefCard
{
    private const int MostLines = 5;

    /// <summary>The message.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="address">Where people open the product; null for a card without links.</param>
    public static JsonObject Of(Brief brief, Uri? address) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray([.. Body(brief)]),
                ["actions"] = address is null ? [] : new JsonArray(
                    Link("Open the brief", address, Urls.Brief(brief.Region)), Link("Worklist", address, Urls.Worklist(brief.Region))),
            },
        }),
    };

    private static IEnumerable<JsonNode> Body(Brief brief)
    {
        yield return Text($"{brief.RegionName}, {Formats.DayWithYear(brief.Day)}", "Large");
        yield return Text($"{brief.State.Word}. {brief.State.Sentence} {string.Join(' ', brief.State.Reasons)}".TrimEnd());
        if (brief.Week is { } week)
        {
            yield return Facts(
                ("Next days", $"{Formats.Units(week.Units)} units"),
                ("Against the last 7 days", Formats.SignedPercent(week.AgainstLastWeek)),
                ("Pallets", Formats.Pallets(week.Pallets)),
                ("Most demand", Formats.List([.. brief.Demand.Select(s => $"{s.Name} ({Formats.Units(s.Units)})")])));
        }

        if (brief.Worklist.Count > 0)
        {
            yield return Text($"To look at: {Formats.Count(brief.ToLookAt, "line")}", "Medium");
            foreach (var line in brief.Worklist.Take(MostLines))
                yield return Text($"{line.Title}: {line.Reason}");
        }

        if (brief.Transport.Count > 0)
        {
            yield return Text("Fullest day of each route", "Medium");
            yield return Facts([.. brief.Transport.Select(p => (p.Name, Words(p)))]);
        }
    }

    private static string Words(BriefPeak peak)
    {
        var trucks = peak.Trucks is { } count ? Formats.Count(count, "truck") : "trucks not known";
        var odds = peak.Odds is null ? "" : $", one more: {TransportWords.Odds(peak.Odds)}";
        return $"{Formats.Day(peak.Day)}, {Formats.Pallets(peak.Pallets)} pallets, {trucks}{odds}";
    }

    private static JsonObject Text(string text, string? size = null)
    {
        var block = new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["text"] = Plain(text) };
        if (size is not null)
            (block["size"], block["weight"]) = (size, "Bolder");
        return block;
    }

    private static JsonObject Facts(params (string Name, string Value)[] facts) => new()
    {
        ["type"] = "FactSet",
        ["facts"] = new JsonArray([.. facts.Select(f => new JsonObject { ["title"] = Plain(f.Name), ["value"] = Plain(f.Value) })]),
    };

    private static JsonObject Link(string title, Uri address, string path) => new()
    {
        ["type"] = "Action.OpenUrl",
        ["title"] = title,
        ["url"] = new Uri(address, path).ToString(),
    };

    /// <summary>Cards read a little Markdown; names of stores and files are no links.</summary>
    private static string Plain(string text) =>
        text.Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text;

namespace Forecast.Web.Shared;

/// <summary>Every address a person may bookmark or follow, built in one place.</summary>
internal static class Urls
{
    public const string Runs = "/runs";
    public const string Jobs = "/jobs";
    public const string Models = "/models";
    public const string Data = "/data";
    public const string TransportAll = "/transport";
    public const string TransportMaster = "/transport/master";
    public const string People = "/people";
    public const string Audit = "/audit";
    public const string AuditExport = "/audit.csv";
    public const string Upload = "/data/upload";
    public const string Preview = "/data/preview";
    public const string Tokens = "/tokens";
    public const string ApiReference = "/api-reference";
    public const string SignOut = "/signout";
    public const string Find = "/find";
    public const string BriefFeed = "/brief.json";
    public const string Accuracy = "/accuracy";
    public const string AccuracyCsv = "/accuracy.csv";
    public const string AccuracyXlsx = "/accuracy.xlsx";

    /// <summary>The sign-in, and back to a path; empty is the board.</summary>
    public static string SignIn(string returnPath) => "/signin?returnUrl=" + Uri.EscapeDataString("/" + returnPath.TrimStart('/'));

    public static string Board() => "/";

    /// <summary>The board of a region; no stores means all of them.</summary>
    public static string Board(string regionCode, IEnumerable<string> storeCodes, int days = 7, string? rank = null) =>
        $"/region/{Uri.EscapeDataString(regionCode)}{BoardQuery(storeCodes, days, rank)}";

    public static string BoardCsv(string regionCode, IEnumerable<string> storeCodes, int days = 7, string? rank = null) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/board.csv{BoardQuery(storeCodes, days, rank)}";

    /// <summary>The items of a store by day.</summary>
    public static string Store(string regionCode, string storeCode) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/store/{Uri.EscapeDataString(storeCode)}";

    /// <summary>The stores of an item by day.</summary>
    public static string Item(string regionCode, string itemCode) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/item/{Uri.EscapeDataString(itemCode)}";

    /// <summary>One item in one store.</summary>
    public static string Series(string regionCode, string storeCode, string itemCode) =>
        $"{Store(regionCode, storeCode)}/item/{Uri.EscapeDataString(itemCode)}";

    /// <summary>
    /// A code out of a path: servers leave an escaped slash as it is, since it could be taken for one between two parts.
    /// </summary>
    public static string CodeInPath(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a region needs in trucks; no route means all, no figure the first.</summary>
    public static string Transport(string regionCode, string? show = null, string? route = null) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/transport{TransportQuery(show, route)}";

    /// <summary>The same as a file, by its ending.</summary>
    public static string TransportFile(string regionCode, string ending, string? route) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/transport.{ending}{TransportQuery(null, route)}";

    /// <summary>A region's morning on one page, or as data.</summary>
    public static string Brief(string regionCode, bool feed = false) =>
        feed ? $"{BriefFeed}?region={Uri.EscapeDataString(regionCode)}" : $"/region/{Uri.EscapeDataString(regionCode)}/brief";

    /// <summary>What a region's forecast rests on.</summary>
    public static string Basis(string regionCode) => $"/region/{Uri.EscapeDataString(regionCode)}/basis";

    /// <summary>
    /// Why the forecast of some stores, of all items or some, is what it is; no stores means all, no day means all days shown.
    /// </summary>
    public static string Why(
        string regionCode, IEnumerable<string> storeCodes, string? item = null, string? category = null, int days = 7,
        DateOnly? day = null) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/why{WhyQuery(storeCodes, item, category, days, day)}";

    public static string WhyCsv(string regionCode, IEnumerable<string> storeCodes, string? item, string? category, int days) =>
        $"/region/{Uri.EscapeDataString(regionCode)}/why.csv{WhyQuery(storeCodes, item, category, days, null)}";

    /// <summary>A job in Hangfire's dashboard; for admins.</summary>
    public static string Job(long id) => $"{Jobs}/jobs/details/{id}";

    public static string Run(long id) => $"/runs/{id}";

    /// <summary>The page Data; loads older than one of them.</summary>
    public static string LoadsBefore(long id) => $"{Data}?before={id}";

    /// <summary>
    /// The worklist of a region; null is the viewer's first, all kinds, what is open, everybody's; page 0 is what a morning asks for.
    /// </summary>
    public static string Worklist(
        string? regionCode = null, string? kind = null, string? status = null, string? who = null, int page = 0)
    {
        var query = new StringBuilder();
        Append(query, "region", Uri.EscapeDataString(regionCode ?? ""));
        Append(query, "kind", kind ?? "");
        Append(query, "status", status ?? "");
        Append(query, "who", who ?? "");
        Append(query, "page", page == 0 ? "" : $"{page}");
        return $"/worklist{query}";
    }

    /// <summary>One load; its rejected rows after a line.</summary>
    public static string Load(long id, long afterLine = 0) => $"{Data}/loads/{id}{(afterLine > 0 ? $"?after={afterLine}" : "")}";

    /// <summary>What was written down and holds a text, older than an entry.</summary>
    public static string AuditBefore(string? find, long id) =>
        $"{Audit}?before={id}{(string.IsNullOrEmpty(find) ? "" : "&find=" + Uri.EscapeDataString(find))}";

    public static string AuditCsv(string? find) =>
        AuditExport + (string.IsNullOrEmpty(find) ? "" : "?find=" + Uri.EscapeDataString(find));

    public static string RejectedRowsCsv(long loadId) => $"{Data}/loads/{loadId}/rejected.csv";

    /// <summary>Days of sales that deserve a look; null means all regions, both kinds.</summary>
    public static string Days(string? regionCode = null, string? kind = null, int page = 1) => $"/days{DaysQuery(regionCode, kind, page)}";

    public static string DaysCsv(string? regionCode, string? kind) => $"/days.csv{DaysQuery(regionCode, kind, 1)}";

    public static string Model(long id) => $"/models/{id}";

    private static string DaysQuery(string? regionCode, string? kind, int page)
    {
        var query = new StringBuilder();
        Append(query, "region", Uri.EscapeDataString(regionCode ?? ""));
        Append(query, "kind", kind ?? "");
        Append(query, "page", page == 1 ? "" : $"{page}");
        return query.ToString();
    }

    private static string TransportQuery(string? show, string? route)
    {
        var query = new StringBuilder();
        Append(query, "show", show ?? "");
        Append(query, "route", Uri.EscapeDataString(route ?? ""));
        return query.ToString();
    }

    private static string WhyQuery(IEnumerable<string> storeCodes, string? item, string? category, int days, DateOnly? day)
    {
        var query = new StringBuilder(BoardQuery(storeCodes, days, null));
        Append(query, "item", Uri.EscapeDataString(item ?? ""));
        Append(query, "category", Uri.EscapeDataString(category ?? ""));
        Append(query, "day", day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        return query.ToString();
    }

    private static string BoardQuery(IEnumerable<string> storeCodes, int days, string? rank)
    {
        var query = new StringBuilder();
        // A comma is allowed as it is in a query, and reads better than its escape.
        var stores = Uri.EscapeDataString(StoreList.Write(storeCodes)).Replace("%2C", ",", StringComparison.Ordinal);
        Append(query, "stores", stores);
        Append(query, "days", days == 7 ? "" : $"{days}");
        Append(query, "rank", rank ?? "");
        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string value)
    {
        if (value.Length > 0)
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(value);
    }
}

using Forecast.Domain.Worklists;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Worklists.Figures;

/// <summary>Where the cause of a line is to be seen.</summary>
internal static class Destination
{
    private const string Category = "category ", Run = "run ", Route = "route ";

    /// <summary>The address.</summary>
    /// <param name="entry">The line.</param>
    /// <param name="region">Code of its region.</param>
    /// <param name="store">Code of its store; null where it is about several.</param>
    /// <param name="item">Code of its item; null where it is about several.</param>
    public static string Of(WorklistEntry entry, string region, string? store, string? item) => entry switch
    {
        { Kind: WorklistKind.DataMissing } => Urls.Basis(region),
        { Kind: WorklistKind.FellBack } when entry.Subject.StartsWith(Run, StringComparison.Ordinal)
            && long.TryParse(entry.Subject.AsSpan(Run.Length), out long run) => Urls.Run(run),
        { Kind: WorklistKind.TransportPeak } when entry.Subject.StartsWith(Route, StringComparison.Ordinal) =>
            Urls.Transport(region, show: "trucks", route: entry.Subject[Route.Length..]),
        { Kind: WorklistKind.TransportPeak } => Urls.Transport(region, show: "trucks"),
        { Kind: WorklistKind.StockOut, Level: not WorklistLevel.Series } => Urls.Days(region, "stockouts"),
        _ when store is not null && item is not null => Urls.Series(region, store, item),
        _ when store is not null => Urls.Store(region, store),
        _ when item is not null => Urls.Item(region, item),
        _ when entry.Subject.StartsWith(Category, StringComparison.Ordinal) =>
            Urls.Why(region, [], category: entry.Subject[Category.Length..]),
        _ => Urls.Why(region, []),
    };
}

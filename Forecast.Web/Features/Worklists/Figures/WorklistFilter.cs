using System.Globalization;
using Forecast.Domain.Worklists;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Worklists.Figures;

/// <summary>Which lines to show; all of it is in the address.</summary>
/// <param name="Region">Code of the region; null for the viewer's first.</param>
/// <param name="Kind">One kind only; null for all.</param>
/// <param name="Status">What has become of them.</param>
/// <param name="Who">Whose: "me", "nobody", "left"; null for everybody's.</param>
/// <param name="Page">0 shows what the budget allows; from 1 on, all of them page by page.</param>
public sealed record WorklistFilter(string? Region, WorklistKind? Kind, WorklistStatus Status, string? Who, int Page)
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Whether only what the budget allows is shown.</summary>
    public bool IsBudgeted => Page == 0 && Kind is null && Who is null && Status == WorklistStatus.Open;

    /// <summary>Reads an address; what it does not know means everything.</summary>
    public static WorklistFilter Parse(string? region, string? kind, string? status, string? who, string? page) => new(
        string.IsNullOrWhiteSpace(region) ? null : region,
        Enum.TryParse<WorklistKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null,
        status switch { "reviewed" => WorklistStatus.Reviewed, "snoozed" => WorklistStatus.Snoozed, _ => WorklistStatus.Open },
        who is "me" or "nobody" or "left" ? who : null,
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Clamp(number, 0, 100_000) : 0);

    /// <summary>The address of this choice.</summary>
    public string Address => Urls.Worklist(
        Region, Kind?.ToString(), Status == WorklistStatus.Open ? null : Status.ToString().ToLowerInvariant(), Who, Page);
}

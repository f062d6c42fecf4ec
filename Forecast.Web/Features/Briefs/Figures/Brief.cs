namespace Forecast.Web.Features.Briefs.Figures;

/// <summary>A region's morning on one page, and as data for programs: what is coming, what to look at, how many trucks.</summary>
public sealed record Brief
{
    /// <summary>Code of the region.</summary>
    public required string Region { get; init; }

    /// <summary>Its name.</summary>
    public required string RegionName { get; init; }

    /// <summary>The business day, on the region's clock.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When it was put together.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Whether the forecast is good to use.</summary>
    public required BriefState State { get; init; }

    /// <summary>The next seven days; null without a forecast.</summary>
    public required BriefWeek? Week { get; init; }

    /// <summary>Stores with the most demand, the most first.</summary>
    public required IReadOnlyList<BriefStore> Demand { get; init; }

    /// <summary>Stores that change the most against the last seven days, whichever way, the most first.</summary>
    public required IReadOnlyList<BriefStore> Changes { get; init; }

    /// <summary>Lines that are open on the worklist.</summary>
    public required int ToLookAt { get; init; }

    /// <summary>The weightiest of them.</summary>
    public required IReadOnlyList<BriefLine> Worklist { get; init; }

    /// <summary>The fullest day of each route, the likeliest to need another vehicle first.</summary>
    public required IReadOnlyList<BriefPeak> Transport { get; init; }
}

/// <summary>Whether the forecast is good to use.</summary>
/// <param name="Signal">Good, Attention, Waiting or Bad.</param>
/// <param name="Word">A word or two.</param>
/// <param name="Sentence">What that means today.</param>
/// <param name="Reasons">Why it is not simply ready.</param>
/// <param name="SalesUntil">Last day of which any sales are loaded; null when none are.</param>
/// <param name="PublishedAt">When the newest forecast went on show; null without one.</param>
public sealed record BriefState(
    string Signal, string Word, string Sentence, IReadOnlyList<string> Reasons, DateOnly? SalesUntil, DateTimeOffset? PublishedAt);

/// <summary>The next seven days of the whole region, or as many as its forecast reaches.</summary>
/// <param name="FirstDay">First of them.</param>
/// <param name="LastDay">Last of them.</param>
/// <param name="Units">Expected units.</param>
/// <param name="Lower">Units that 1 of 10 such weeks stays below; null where backtests tell nothing.</param>
/// <param name="Upper">Units that 9 of 10 such weeks stay below; likewise.</param>
/// <param name="AgainstLastWeek">Change against the last seven days, a ratio; null where nothing can be compared.</param>
/// <param name="AgainstLastYear">The same against the same week last year.</param>
/// <param name="Pallets">Expected pallets, over items whose size is known; null when none is.</param>
/// <param name="Wape">Typical miss of past forecasts, a ratio; null where it tells nothing.</param>
/// <param name="Days">Expected units by day; null on a day that not every store's forecast reaches.</param>
public sealed record BriefWeek(
    DateOnly FirstDay, DateOnly LastDay, double Units, double? Lower, double? Upper, double? AgainstLastWeek, double? AgainstLastYear,
    double? Pallets, double? Wape, IReadOnlyList<BriefDay> Days);

/// <summary>A day.</summary>
public sealed record BriefDay(DateOnly Day, double? Units);

/// <summary>A store.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Units">Expected units of the seven days.</param>
/// <param name="Share">Part of the region's.</param>
/// <param name="Change">Units more than in the last seven days; negative when fewer, null where nothing can be compared.</param>
/// <param name="Ratio">The same as a ratio.</param>
public sealed record BriefStore(string Code, string Name, double Units, double? Share, double? Change, double? Ratio);

/// <summary>A line of the worklist.</summary>
/// <param name="Kind">What is the matter, in words.</param>
/// <param name="Severity">Low, Medium or High.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Units">Units it is about, with their sign.</param>
/// <param name="Pallets">The same in pallets; null where no size is known.</param>
/// <param name="Address">Path of the page that shows the cause.</param>
public sealed record BriefLine(string Kind, string Severity, string Title, string Reason, double Units, double? Pallets, string Address);

/// <summary>The fullest day of a route.</summary>
/// <param name="Route">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Day">The day.</param>
/// <param name="Pallets">Expected pallets.</param>
/// <param name="Trucks">Whole vehicles to plan; null where they cannot be counted.</param>
/// <param name="Odds">Probability that more are needed; null where nobody can tell.</param>
/// <param name="Drivers">Names of the stores that make it so, the most first.</param>
public sealed record BriefPeak(
    string Route, string Name, DateOnly Day, double Pallets, int? Trucks, double? Odds, IReadOnlyList<string> Drivers);

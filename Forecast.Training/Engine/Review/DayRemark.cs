using System.Runtime.InteropServices;
using Forecast.Domain.Sales;

namespace Forecast.Training.Engine.Review;

/// <summary>One day of one series that deserves a look. It says what demand may have been; it changes nothing.</summary>
/// <param name="Series">Position in the panel.</param>
/// <param name="Day">The day.</param>
/// <param name="Kind">Why it is here.</param>
/// <param name="Sold">Units sold, as loaded.</param>
/// <param name="Suggested">Units that demand is estimated at.</param>
/// <param name="Impact">Units between the two, the less the longer ago: what the forecast may be off by, for ranking only.</param>
/// <param name="Reason">One plain sentence with numbers.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DayRemark(
    int Series, DateOnly Day, SalesRemarkKind Kind, float Sold, float Suggested, float Impact, string Reason);

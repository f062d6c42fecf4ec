using Forecast.Web.Hosting;

namespace Forecast.Tests.Support;

/// <summary>
/// Clocks that start at an instant of the test's choice and run on from there. The one place of the tests that looks at the machine's
/// clock, so that no result hangs on the day they run.
/// </summary>
internal static class Clocks
{
    /// <summary>A clock for this process.</summary>
    public static TimeProvider StartingAt(DateTimeOffset instant) => new MovedClock(Until(instant));

    /// <summary>How far a clock must be moved to show an instant now.</summary>
    public static TimeSpan Until(DateTimeOffset instant) => instant - TimeProvider.System.GetUtcNow();
}

namespace Forecast.Web.Hosting;

/// <summary>The machine's clock, a fixed span away from it: it runs as fast, and waiting takes as long.</summary>
internal sealed class MovedClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}

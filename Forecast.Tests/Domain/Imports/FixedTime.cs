using System.Globalization;

namespace Forecast.Tests.Domain.Imports;

/// <summary>A clock that stands still, except when told.</summary>
internal sealed class FixedTime(string instant) : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}

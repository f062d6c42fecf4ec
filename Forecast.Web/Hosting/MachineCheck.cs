using System.Globalization;

namespace Forecast.Web.Hosting;

/// <summary>
/// What a machine or image must bring along: without time zones no morning run is on time, without cultures no figure reads right.
/// </summary>
internal static class MachineCheck
{
    /// <summary>Checks this machine.</summary>
    /// <exception cref="PlatformNotSupportedException">Something is missing; the message says what and how to get it.</exception>
    public static void Demand() => Demand(
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _),
        string.Equals(CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator, ",", StringComparison.Ordinal));

    internal static void Demand(bool knowsTimeZones, bool knowsCultures)
    {
        if (!knowsTimeZones)
            throw new PlatformNotSupportedException(
                "This machine knows no time zones. Install tzdata, or take an image that has it, such as the \"-extra\" ones.");
        if (!knowsCultures)
            throw new PlatformNotSupportedException(
                "This machine knows no cultures. Install ICU, or take an image that has it, such as the \"-extra\" ones.");
    }
}

using System.Globalization;
using Forecast.Domain.Access;
using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>
/// Which regions a connection works for, as the policies of the database read it. A connection that says nothing sees nothing of any
/// region.
/// </summary>
internal static class RegionScope
{
    /// <summary>The setting of a session that the policies read.</summary>
    public const string Setting = "foreact.regions";

    /// <summary>Its value for the product's own work, which is for all regions, and for admins.</summary>
    public const string All = "all";

    /// <summary>Its value for a session that has not said whose it is; any word but <see cref="All"/> would do.</summary>
    public const string None = "none";

    /// <summary>The value for a viewer: a PostgreSQL array of region keys.</summary>
    public static string Of(Viewer viewer) => viewer.IsAdmin
        ? All
        : $"{{{string.Join(',', viewer.RegionIds.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)))}}}";

    /// <summary>
    /// A connection string whose sessions start, and start anew each time they come from the pool, with a value. The reset on return to
    /// the pool is what takes a former viewer's regions away, so nobody may switch it off.
    /// </summary>
    public static string StartingWith(string connectionString, string value)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = false, Multiplexing = false };
        settings.Options = $"{settings.Options} -c {Setting}={value}".TrimStart(); // The last of its name wins.
        return settings.ConnectionString;
    }
}

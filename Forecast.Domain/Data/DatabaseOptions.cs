using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Forecast.Domain.Data;

/// <summary>How the database is signed in to, and by which roles.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Section of the settings; environment variables start with Database__.</summary>
    public const string Section = "Database";

    /// <summary>How connections prove who they are.</summary>
    public DatabaseSignIn SignIn { get; set; } = DatabaseSignIn.Password;

    /// <summary>What a token is asked for; national clouds have others.</summary>
    [Required]
    public string TokenScope { get; set; } = "https://ossrdbms-aad.database.windows.net/.default";

    /// <summary>
    /// Seconds between two looks at the token. Where it comes from, it is kept, and a new one given when less than five minutes of it are
    /// left; whoever looks more often than that never has one that is used up.
    /// </summary>
    [Range(1, 240)]
    public int TokenRefreshSeconds { get; set; } = 120;

    /// <summary>
    /// Roles that `migrate` grants what this build needs: one for each identity that serves or computes. None: the role of the product's
    /// connection string alone.
    /// </summary>
    public IReadOnlyList<string> ProductRoles { get; set; } = [];

    /// <summary>As the settings say it.</summary>
    public static DatabaseOptions Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetSection(Section).Get<DatabaseOptions>() ?? new();
    }
}

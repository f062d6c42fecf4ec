using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Features.Api;

/// <summary>What programs may do.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Calls of one token, or of one user with another, per minute and process.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerMinute { get; set; } = 1200;
}

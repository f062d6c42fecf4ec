using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Features.Api;

/// <summary>What programs may do.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Calls of one token, or of one user with another, per minute and process.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerMinute { get; set; } = 1200;

    /// <summary>
    /// For how many seconds the same answer serves all who ask the same with the same rights; 0 has each one read anew.
    /// Longest age of an answer: twice that.
    /// </summary>
    [Range(0, 60)]
    public double AnswersServeForSeconds { get; set; } = 1;
}

using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Hosting;

/// <summary>How often one address may ask for what is dear; far above what people do, an office behind one address included.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Steps of signing in per minute and address; a sign-in has two or three.</summary>
    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 600;

    /// <summary>Files uploaded or looked at per minute and address.</summary>
    [Range(1, 1_000_000)]
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>Calls of the API per minute and address, let in or not; one token has less (<c>Api:CallsPerMinute</c>).</summary>
    [Range(1, 1_000_000)]
    public int ApiCallsPerMinute { get; set; } = 6000;

    /// <summary>Questions after the health of a process per minute and address.</summary>
    [Range(1, 1_000_000)]
    public int HealthPerMinute { get; set; } = 600;
}

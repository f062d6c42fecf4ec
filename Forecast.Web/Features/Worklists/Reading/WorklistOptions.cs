using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>How much of a worklist is shown at once.</summary>
public sealed class WorklistOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Worklist";

    /// <summary>Lines that a region is asked to look at on a morning; the others are one click away.</summary>
    [Range(1, 200)] public int Budget { get; set; } = 15;
}

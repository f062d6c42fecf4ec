namespace Forecast.Web.Features.Worklists.Parts;

/// <summary>What is asked for before lines are settled.</summary>
public enum AskedFor
{
    /// <summary>The day until which they are put off.</summary>
    Day,

    /// <summary>Who is to look at them.</summary>
    Planner,
}

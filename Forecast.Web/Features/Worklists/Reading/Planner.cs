namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>Somebody who plans a region.</summary>
/// <param name="Id">Key of the account.</param>
/// <param name="Name">The name on screen.</param>
public sealed record Planner(int Id, string Name);

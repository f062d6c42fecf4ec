namespace Forecast.Web.Features.Api.Questions;

/// <summary>A header that an endpoint reads by itself, for its description.</summary>
internal sealed record DeclaredHeader(string Name, string Description, string Example, int LongestText);

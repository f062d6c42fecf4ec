namespace Forecast.Web.Features.Tokens.Parts;

/// <summary>A token as its owner wants it.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Days">How long it works.</param>
public sealed record TokenOrder(string Name, IReadOnlyCollection<string> Scopes, int Days);

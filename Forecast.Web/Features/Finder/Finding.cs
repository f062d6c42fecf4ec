namespace Forecast.Web.Features.Finder;

/// <summary>Something that can be gone to.</summary>
/// <param name="Kind">"Store", "Item", "Category" or "Page".</param>
/// <param name="Text">What it is called.</param>
/// <param name="Note">What tells it from others of that name: code and region.</param>
/// <param name="Href">Where it is.</param>
internal sealed record Finding(string Kind, string Text, string Note, string Href);

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>What became of an upload.</summary>
/// <param name="LoadId">The load; null when none was begun.</param>
/// <param name="Message">What to tell the admin.</param>
/// <param name="Address">Where the load's page is.</param>
internal sealed record UploadAnswer(long? LoadId, string Message, string? Address);

using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>What a file looks like before it is loaded.</summary>
/// <param name="Message">Why it would be refused; empty when it would be taken.</param>
/// <param name="Preview">How it is understood; null when it would be refused.</param>
public sealed record PreviewAnswer(string Message, SalesPreview? Preview);

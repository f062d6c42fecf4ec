using Forecast.Domain.Reading;
using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>What a file looks like before it is loaded.</summary>
/// <param name="Message">Why it would be refused; empty when it would be taken.</param>
/// <param name="Preview">How it is understood; null when it would be refused.</param>
/// <param name="Remembered">What was said about the last file of the same source; null when nothing else was than is said now.</param>
/// <param name="Columns">Its columns, so that they can be chosen although it would be refused.</param>
public sealed record PreviewAnswer(
    string Message, SalesPreview? Preview, RememberedChoices? Remembered = null, IReadOnlyList<PreviewColumn>? Columns = null);

/// <summary>What was said about the last file of a source.</summary>
/// <param name="FileName">Name of that file.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="Said">Words by option: dates → day-first.</param>
public sealed record RememberedChoices(string FileName, DateTimeOffset LoadedAt, IReadOnlyDictionary<string, string> Said);

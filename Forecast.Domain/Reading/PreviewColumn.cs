namespace Forecast.Domain.Reading;

/// <summary>A column of a file.</summary>
/// <param name="Header">Its name in the file.</param>
/// <param name="Meaning">What it is taken for; null when it is ignored.</param>
public sealed record PreviewColumn(string Header, string? Meaning);

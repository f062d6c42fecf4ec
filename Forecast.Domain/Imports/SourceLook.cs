using Forecast.Domain.Loads;
using Forecast.Domain.Reading;

namespace Forecast.Domain.Imports;

/// <summary>What is known of a sales file from its header alone.</summary>
/// <param name="Columns">Its columns, and what each would be taken for.</param>
/// <param name="Known">
/// What was said about the last file with this header that was loaded for the same region; null when nothing was, or the same as now.
/// </param>
public sealed record SourceLook(IReadOnlyList<PreviewColumn> Columns, KnownSource? Known);

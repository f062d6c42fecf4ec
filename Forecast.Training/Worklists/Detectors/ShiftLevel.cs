namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Deviations of its own weeks that something must lie off, by level: the more of a kind there are, the more of them are out by chance
/// alone, so that one among thousands of series must be further out than the one region.
/// </summary>
internal static class ShiftLevel
{
    /// <summary>All of the region.</summary>
    public const double Region = 3;

    /// <summary>A category, an item or a store.</summary>
    public const double Group = 4;

    /// <summary>One item in one store.</summary>
    public const double Series = 5;
}

namespace Forecast.Training.Explanations;

/// <summary>Which forecast to explain: the sum over some stores of a region, of all their items or of some of them.</summary>
/// <param name="RegionId">The region; stores outside of it are not found.</param>
/// <param name="StoreIds">The stores.</param>
/// <param name="ItemIds">The items; null for all.</param>
public sealed record ExplanationQuery(int RegionId, IReadOnlyCollection<int> StoreIds, IReadOnlyCollection<int>? ItemIds = null);

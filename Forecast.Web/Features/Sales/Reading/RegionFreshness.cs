namespace Forecast.Web.Features.Sales.Reading;

/// <summary>How far the sales of a region reach.</summary>
/// <param name="Code">Code of the region.</param>
/// <param name="Name">Name of the region.</param>
/// <param name="Newest">Newest day with sales of any store; null when there is none in the days looked at.</param>
/// <param name="Expected">Day that should be there by now.</param>
/// <param name="Stores">Trading stores.</param>
/// <param name="Behind">Trading stores whose sales end earlier than expected, the latest first to act on.</param>
public sealed record RegionFreshness(
    string Code, string Name, DateOnly? Newest, DateOnly Expected, int Stores, IReadOnlyList<StoreBehind> Behind)
{
    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => Stores > 0 && Behind.Count == 0;

    /// <summary>First day that some store should have delivered and has not; null when nothing is missing or nothing is known.</summary>
    public DateOnly? LateSince => Behind.Count == 0 ? null : Behind.Min(store => store.Newest)?.AddDays(1);
}

/// <summary>A store whose feed is late.</summary>
/// <param name="Name">Name of the store.</param>
/// <param name="Newest">Its newest day with sales; null when there is none in the days looked at.</param>
public sealed record StoreBehind(string Name, DateOnly? Newest);

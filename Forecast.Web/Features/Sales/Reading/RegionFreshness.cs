using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>How far the sales of a region reach.</summary>
/// <param name="Code">Code of the region.</param>
/// <param name="Name">Name of the region.</param>
/// <param name="Sales">What is there and what is missing.</param>
public sealed record RegionFreshness(string Code, string Name, SalesFreshness Sales);

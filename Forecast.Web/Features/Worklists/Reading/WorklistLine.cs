using Forecast.Domain.Worklists;

namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>A line of the worklist as it is shown.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Address">Where its cause is to be seen.</param>
/// <param name="HasLeft">Whether the person it was assigned to plans the region no more.</param>
public sealed record WorklistLine(WorklistEntry Entry, string Address, bool HasLeft);

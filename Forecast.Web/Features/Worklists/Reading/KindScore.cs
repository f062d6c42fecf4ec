using Forecast.Domain.Worklists;

namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>Lines of a kind whose days were sold last month.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Right">Lines that were right.</param>
/// <param name="Wrong">Lines that were not.</param>
/// <param name="Unknown">Lines of which nobody can tell.</param>
public sealed record KindScore(WorklistKind Kind, int Right, int Wrong, int Unknown)
{
    /// <summary>Right ÷ those that could be judged; null without any.</summary>
    public double? Share => Right + Wrong == 0 ? null : (double)Right / (Right + Wrong);
}

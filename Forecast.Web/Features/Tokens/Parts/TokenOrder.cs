namespace Forecast.Web.Features.Tokens.Parts;

/// <summary>A token as its owner wants it.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Days">How long it works.</param>
public sealed record TokenOrder(string Name, IReadOnlyCollection<string> Scopes, int Days)
{
    /// <summary>How long a token may work, in days: programs that nobody remembers lose their way in.</summary>
    public static readonly IReadOnlyList<int> Lifetimes = [30, 90, 365];
}

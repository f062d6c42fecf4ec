using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Features.Briefs;

/// <summary>Where briefs are sent.</summary>
internal sealed class BriefOptions : IValidatableObject
{
    public const string Section = "Briefs";

    /// <summary>
    /// By code of the region: an address that takes the brief as a card of Microsoft Teams (a workflow "when a webhook request is
    /// received"), at the hour by which the forecast is promised. Whoever knows such an address can post to it: keep it among the secrets.
    /// </summary>
    public Dictionary<string, string> Webhooks { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Where people open the product, such as https://forecast.example.com, for the links of cards; none without it.</summary>
    public Uri? Address { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (region, address) in Webhooks)
        {
            if (!IsSafe(address))
                yield return new ValidationResult("is no address that starts with https://", [$"{nameof(Webhooks)}:{region}"]);
        }
    }

    private static bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}

using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace Forecast.Training.Registry;

/// <summary>Where fitted state is kept. One of <see cref="ConnectionString"/> and <see cref="ServiceUri"/> must be set.</summary>
public sealed partial class BlobStorageOptions : IValidatableObject
{
    /// <summary>Section of the configuration; environment variables start with Blobs__.</summary>
    public const string Section = "Blobs";

    /// <summary>Connection string, for the emulator and for tests.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Address of the account, such as https://account.blob.core.windows.net; signed in to with the workload's own identity.
    /// </summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>Container of the fitted state; created when it is missing.</summary>
    [Required] public string Container { get; set; } = "models";

    /// <summary>Seconds that one attempt at the network may take.</summary>
    [Range(1, 600)] public int NetworkTimeoutSeconds { get; set; } = 20;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ContainerName().IsMatch(Container))
        {
            yield return new ValidationResult(
                $"is \"{Container}\"; storage takes 3 to 63 lower-case letters, digits and single hyphens between them",
                    [nameof(Container)]);
        }

        if (!string.IsNullOrWhiteSpace(ConnectionString))
        {
            if (ConnectionFault(ConnectionString) is { } fault)
                yield return new ValidationResult(fault, [nameof(ConnectionString)]);
        }
        else if (ServiceUri is null)
        {
            yield return new ValidationResult(
                $"is not set and neither is {Section}:{nameof(ConnectionString)}: models have nowhere to go. Set one of them",
                    [nameof(ServiceUri)]);
        }
        else if (!ServiceUri.IsAbsoluteUri || ServiceUri.Scheme is not ("https" or "http"))
        {
            yield return new ValidationResult(
                $"is \"{ServiceUri.OriginalString}\"; write an address such as https://account.blob.core.windows.net",
                    [nameof(ServiceUri)]);
        }
    }

    /// <summary>Without the text itself: it holds a key.</summary>
    private static string? ConnectionFault(string text)
    {
        try
        {
            _ = new BlobServiceClient(text);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return "cannot be read. Copy it from the storage account's access keys";
        }
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContainerName();
}

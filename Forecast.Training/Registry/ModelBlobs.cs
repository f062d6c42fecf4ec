using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;

namespace Forecast.Training.Registry;

/// <summary>The container that holds fitted state and manifests.</summary>
public sealed class ModelBlobs
{
    private readonly Lazy<BlobContainerClient> container;

    /// <summary>Connects on first use, so that a process that never trains needs no blob storage.</summary>
    public ModelBlobs(IOptions<BlobStorageOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        container = new(() => Connect(options.Value));
    }

    /// <summary>Stores bytes under a name that nothing else uses.</summary>
    public async Task UploadAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var blob = container.Value.GetBlobClient(name);
        var content = new BinaryData(bytes);
        try
        {
            await blob.UploadAsync(content, overwrite: true, ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode == "ContainerNotFound")
        {
            await container.Value.CreateIfNotExistsAsync(cancellationToken: ct);
            await blob.UploadAsync(content, overwrite: true, ct);
        }
    }

    /// <summary>The bytes under a name; null when there is no such blob. A storage that does not answer throws.</summary>
    public async Task<byte[]?> DownloadAsync(string name, CancellationToken ct)
    {
        try
        {
            var content = await container.Value.GetBlobClient(name).DownloadContentAsync(ct);
            return content.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Names below a prefix that were last written before an instant.</summary>
    public async Task<IReadOnlyList<string>> WrittenBeforeAsync(string prefix, DateTimeOffset instant, CancellationToken ct)
    {
        var names = new List<string>();
        try
        {
            await foreach (var blob in container.Value.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, ct))
            {
                if (blob.Properties.LastModified < instant)
                    names.Add(blob.Name);
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == "ContainerNotFound")
        {
            // Nothing was ever stored.
        }

        return names;
    }

    /// <summary>Deletes a blob; one that is gone already is fine.</summary>
    public Task DeleteAsync(string name, CancellationToken ct) => container.Value.DeleteBlobIfExistsAsync(name, cancellationToken: ct);

    private static BlobContainerClient Connect(BlobStorageOptions options)
    {
        var client = new BlobClientOptions();
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.NetworkTimeoutSeconds);
        client.Retry.MaxRetries = 2; // The shard is tried again as a whole; waiting long in here would only hide an outage.
        client.Retry.MaxDelay = TimeSpan.FromSeconds(4);
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            return new BlobContainerClient(options.ConnectionString, options.Container, client);
        if (options.ServiceUri is not null)
            return new BlobServiceClient(options.ServiceUri, new DefaultAzureCredential(), client)
                .GetBlobContainerClient(options.Container);
        throw new InvalidOperationException(
            $"No blob storage is configured. Set {BlobStorageOptions.Section}:ConnectionString or {BlobStorageOptions.Section}:ServiceUri "
            + $"(environment: {BlobStorageOptions.Section}__ConnectionString, {BlobStorageOptions.Section}__ServiceUri).");
    }
}

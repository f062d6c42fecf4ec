namespace Forecast.Training.Recovery;

/// <summary>What came back.</summary>
/// <param name="Manifest">What was in the backup.</param>
/// <param name="Missing">Blobs that rows name and that did not come back.</param>
/// <param name="Affected">For each of them that holds state of a model: name, model, region and whether it is in use.</param>
public sealed record RestoreReport(BackupManifest Manifest, IReadOnlyList<MissingBlob> Missing, IReadOnlyList<string> Affected);

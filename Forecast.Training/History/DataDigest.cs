using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Forecast.Training.Panels;

namespace Forecast.Training.History;

/// <summary>The fingerprint of the history that a state was fitted on.</summary>
public static class DataDigest
{
    /// <summary>SHA-256 over axis, series and all arrays, in lower-case hexadecimal.</summary>
    public static string Of(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([panel.FirstDay.DayNumber, panel.Days, panel.Horizon, panel.Series.Count]));
        hash.AppendData(MemoryMarshal.AsBytes<int>([.. panel.Series.Select(s => s.SeriesId)]));
        Append(hash, panel.Quantity);
        Append(hash, panel.Promotion);
        Append(hash, panel.Price);
        Append(hash, panel.Open);
        Append(hash, panel.StockedOut);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The fingerprint of several fingerprints, in their order.</summary>
    public static string Combine(IEnumerable<string> digests) =>
        Convert.ToHexStringLower(SHA256.HashData(digests.SelectMany(Convert.FromHexString).ToArray()));

    private static void Append(IncrementalHash hash, float[]? values)
    {
        hash.AppendData(MemoryMarshal.AsBytes<int>([values?.Length ?? -1]));
        if (values is not null)
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
    }
}

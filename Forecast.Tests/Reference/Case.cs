namespace Forecast.Tests.Reference;

/// <summary>An awkward file; the README beside them says where they come from and what is right.</summary>
internal static class Case
{
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Case).Assembly.GetManifestResourceStream($"Forecast.Tests.Reference.Cases.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

namespace Forecast.Tests.Support;

/// <summary>Where the checkout lies that these tests were built from: they read its manifests and scripts and start its servers.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Forecast.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No Forecast.sln above {AppContext.BaseDirectory}: the tests must run from inside the checkout they were built in.");
    }
}

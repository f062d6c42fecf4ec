using System.Reflection;
using System.Runtime.InteropServices;

namespace Forecast.Training.Challengers;

/// <summary>Whether a package's native library can be loaded here.</summary>
internal static class NativeParts
{
    /// <summary>One sentence why not; null where it can.</summary>
    /// <param name="model">The challenger that needs it.</param>
    /// <param name="library">Name of the library.</param>
    /// <param name="user">The assembly whose package brings it.</param>
    public static string? Lack(string model, string library, Assembly user)
    {
        try
        {
            NativeLibrary.Load(library, user, searchPath: null); // stays loaded: the challenger is about to use it
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return Sentence(model, library, e.Message);
        }
    }

    /// <summary>What to say where the library did not load. Of the loader's many lines only the one about OpenMP helps anyone.</summary>
    internal static string Sentence(string model, string library, string loader)
    {
        const string openMp = "libgomp";
        string cure = loader.Contains(openMp, StringComparison.Ordinal)
            ? "it needs libgomp.so.1; on Debian and Ubuntu install the package libgomp1"
            : $"there is none for {RuntimeInformation.RuntimeIdentifier}, or it is not where the program lies";
        return $"{model} cannot learn on this machine: its native library {library} could not be loaded, {cure}.";
    }
}

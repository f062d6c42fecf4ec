using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Forecast.Tests.Support;

/// <summary>
/// bunit asks for an older AngleSharp.Diffing than the one that restores everywhere; the newer one in the output folder answers.
/// </summary>
internal static class BunitAssemblies
{
    private const string Diffing = "AngleSharp.Diffing";

    [ModuleInitializer]
    internal static void AnswerWithTheOneAtHand() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == Diffing ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{Diffing}.dll")) : (Assembly?)null;
}

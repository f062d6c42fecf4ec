using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Forecast.Domain.Data;

namespace Forecast.Tests.Architecture;

/// <summary>Names say what the system does: features, not kinds of type.</summary>
public partial class NamingTests
{
    private static readonly IReadOnlyList<Type> Types =
        [.. new[] { typeof(ForeactDb).Assembly, Assembly.Load("Forecast.Training"), Assembly.Load("Forecast.Web") }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && type.Namespace?.StartsWith("Forecast.", StringComparison.Ordinal) == true)];

    [Fact]
    public void NoFolder_IsNamedAfterAKindOfType() =>
        Assert.DoesNotContain(SourceFile.OfTheProduct, file => file.Folders.Any(folder => EmptyFolderName().IsMatch(folder)));

    [Fact]
    public void NoType_HasANameThatSaysNothing() =>
        Assert.DoesNotContain(Types, type => EmptyTypeName().IsMatch(type.Name));

    [Fact] // It is the root namespace: files in other namespaces would not compile (CS0118).
    public void NoType_IsCalledForecast() => Assert.DoesNotContain(Types, type => type.Name == "Forecast");

    [Fact]
    public void EveryNamespace_IsItsFolder()
    {
        foreach (var file in SourceFile.OfTheProduct)
        {
            if (NamespaceDeclaration().Match(file.Text) is { Success: true } declared)
                Assert.Equal((file.Path, string.Join('.', file.Path.Split('/')[..^1])), (file.Path, declared.Groups["name"].Value));
        }
    }

    [Fact]
    public void Time_IsAnInput() =>
        Assert.DoesNotContain(SourceFile.OfTheProduct, file => ReadsTheClock().IsMatch(file.Text));

    [GeneratedRegex(
        "^(Utils?|Utilities|Helpers?|Managers?|Services?|Dtos?|Common|Misc|Extensions)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyFolderName();

    [GeneratedRegex("(Utils?|Utilit(y|ies)|Helpers?|Manager|Dto|Impl)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyTypeName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadsTheClock();
}

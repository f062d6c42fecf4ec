using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>What turns text of others into markup, script, SQL or commands is not called anywhere in the product.</summary>
public class DangerousCallsTests
{
    /// <summary>Writes markup itself, and escapes each text in it; <c>SheetGridTests</c> tries it with names that are markup.</summary>
    private const string Escaping = "Forecast.Web/Features/Sheets/Parts/SheetMarkup.cs";

    [Theory]
    [InlineData("text as markup", @"MarkupString|AddMarkupContent|(inner|outer)HTML|insertAdjacentHTML|document\.write|Html\.Raw")]
    [InlineData("text as script", @"\beval\(|new Function\(|set(Timeout|Interval)\(\s*['""`]")]
    [InlineData("text as SQL", @"(FromSql|SqlQuery|ExecuteSql)Raw|string\.Format\(\s*""(SELECT|INSERT|UPDATE|DELETE)")]
    [InlineData("commands of the system", @"Process\.Start|ProcessStartInfo")]
    [InlineData("objects of any type", @"BinaryFormatter|NetDataContractSerializer|TypeNameHandling|JsonPolymorphic")]
    [InlineData("entities of XML", @"DtdProcessing\.Parse|XmlUrlResolver")]
    [InlineData("weak hashes and ciphers", @"\b(MD5|SHA1|DES|TripleDES|RC2)\b|CipherMode\.ECB")]
    [InlineData("text kept in a browser for good", "localStorage|indexedDB")]
    [InlineData("messages of other pages", @"postMessage|onmessage|addEventListener\(\s*'message'")]
    public void Product_DoesNotCall(string what, string pattern)
    {
        var calls = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        var found = ((string[])["Forecast.Domain", "Forecast.Training", "Forecast.Web"])
            .SelectMany(project => Directory.EnumerateFiles(Checkout.PathOf(project), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => path != Escaping)
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor" or ".js")
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj"))
            .SelectMany(path => File.ReadLines(Checkout.PathOf(path)).Index()
                .Where(line => calls.IsMatch(line.Item)).Select(line => $"{path}({line.Index + 1}): {line.Item.Trim()}"))
            .ToList();

        Assert.True(found.Count == 0, $"{what}:\n{string.Join('\n', found)}");
    }
}

using System.Reflection;
using Forecast.Domain.Data;

namespace Forecast.Tests.Architecture;

/// <summary>Web → Training → Domain, never back; and each layer without the libraries that are another's business.</summary>
public class DependencyTests
{
    private static readonly Assembly Domain = typeof(ForeactDb).Assembly;
    private static readonly Assembly Training = Assembly.Load("Forecast.Training");

    [Theory]
    [InlineData("Forecast.Training")]
    [InlineData("Forecast.Web")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("MudBlazor")]
    [InlineData("Azure")]
    [InlineData("System.CommandLine")]
    public void Domain_KnowsNothingOf(string library) => AssertDoesNotReference(Domain, library);

    [Theory]
    [InlineData("Forecast.Web")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("MudBlazor")]
    [InlineData("System.CommandLine")]
    public void Training_KnowsNothingOf(string library) => AssertDoesNotReference(Training, library);

    [Fact]
    public void Numerics_KnowsNumbersOnly()
    {
        var kernels = SourceFile.OfTheProduct.Where(file => file.Path.StartsWith("Forecast.Training/Numerics/", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(kernels);
        Assert.DoesNotContain(kernels, file => file.Text.Contains("using Forecast.", StringComparison.Ordinal));
    }

    private static void AssertDoesNotReference(Assembly assembly, string library) =>
        Assert.DoesNotContain(assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
            name => name == library || name.StartsWith(library + ".", StringComparison.Ordinal));
}

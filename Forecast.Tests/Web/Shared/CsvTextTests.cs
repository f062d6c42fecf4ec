using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Shared;

public class CsvTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =1+1")]
    [InlineData("\u00A0=1+1")]
    [InlineData("\u200B=1+1")]
    [InlineData("\u3000＝1+1")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠SUM(A1)")]
    [InlineData("\u22121")]
    [InlineData("\tx")]
    public void TextThatASpreadsheetWouldRun_IsMadeText(string text) => Assert.Equal("'" + text, CsvText.Of(text));

    [Theory]
    [InlineData("Milk")]
    [InlineData(" Milk = good")]
    [InlineData("A-1")]
    [InlineData("")]
    [InlineData("   ")]
    public void OtherText_StaysAsItIs(string text) => Assert.Equal(text, CsvText.Of(text));

    [Fact]
    public void FormulaWithASeparator_IsTextAndQuoted() => Assert.Equal("\"' =1,2\"", CsvText.Of(" =1,2"));
}

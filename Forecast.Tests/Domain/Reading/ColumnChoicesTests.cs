using Forecast.Domain.Reading;

namespace Forecast.Tests.Domain.Reading;

public class ColumnChoicesTests
{
    [Theory]
    [InlineData("Menge")]
    [InlineData("Menge, Stück")]
    [InlineData("\"units\"")]
    [InlineData(" a = b ")]
    public void Header_IsReadBackAsItIs(string header)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["quantity"] = header, ["date"] = "Tag" };

        Assert.Equal(columns, ColumnChoices.Read(ColumnChoices.Write(columns)));
    }

    [Theory]
    [InlineData("quantity")]
    [InlineData("weight=KG")]
    [InlineData("quantity=\"Menge")]
    [InlineData("quantity=\"Menge\" KG,date=Tag")]
    public void TextThatIsNone_IsNotRead(string text) => Assert.Null(ColumnChoices.Read(text));
}

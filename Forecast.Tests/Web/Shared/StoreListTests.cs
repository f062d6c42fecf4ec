using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Shared;

public class StoreListTests
{
    [Theory]
    [InlineData("0,1")]
    [InlineData(@"a\b")]
    [InlineData(@"\,")]
    [InlineData("01/2")]
    [InlineData("a&b #3")]
    [InlineData("100%")]
    [InlineData("Größe, 冷")]
    public void CodeOfAnyCharacters_ComesBackFromAnAddress(string code)
    {
        var address = new Uri("http://x" + Urls.Board("R", [code, "S"]));
        string stores = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query)["stores"].ToString();

        Assert.Equal([code, "S"], StoreList.Read(stores));
    }

    [Fact]
    public void EmptyEntriesAndRepeats_CountForNothing() => Assert.Equal(["A", "B"], StoreList.Read(" A,B,,A"));

    [Fact]
    public void TrailingBackslash_IsItself() => Assert.Equal([@"A\"], StoreList.Read(@"A\"));
}

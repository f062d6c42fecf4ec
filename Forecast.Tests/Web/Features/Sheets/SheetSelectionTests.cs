using Forecast.Web.Features.Sheets.Figures;
using Microsoft.AspNetCore.WebUtilities;

namespace Forecast.Tests.Web.Features.Sheets;

public class SheetSelectionTests
{
    [Fact]
    public void Default_HasNoQuery() => Assert.Equal("", SheetSelection.Default.Query());

    [Fact]
    public void Address_HoldsTheWholeChoice()
    {
        var chosen = new SheetSelection
        {
            Days = 14,
            Unit = SheetUnit.Pallets,
            Figure = SheetFigure.P90,
            Sort = SheetSort.Before,
            Filter = SheetFilter.RanOut,
            Find = "milk & bread",
            Group = "Dairy, cold",
            Folded = ["Dairy, cold", "Bakery"],
            Page = 3,
            Key = "I/1",
            Day = new DateOnly(2026, 11, 27),
        };

        var read = Read(chosen.Query());

        Assert.Equivalent(chosen, read, strict: true);
    }

    [Theory]
    [InlineData("?days=9&unit=tons&show=2&sort=&only=x&page=-4&day=tomorrow&key=")]
    [InlineData("?page=abc&fold=&find=%20")]
    public void WhatIsNotUnderstood_FallsBackToTheDefault(string query) => Assert.Equal("", Read(query).Query());

    [Fact]
    public void Folding_OneOfAllFolded_LeavesTheOthers()
    {
        var all = new SheetSelection { FoldsAll = true };

        Assert.Equal("?fold=%2A", all.Query());
        Assert.Equal(["B"], all.Toggle("A", ["A", "B"]).Folded);
        Assert.Equal(["B", "A"], all.Toggle("A", ["A", "B"]).Toggle("A", ["A", "B"]).Folded);
    }

    private static SheetSelection Read(string query)
    {
        var parsed = QueryHelpers.ParseQuery(query);
        return SheetSelection.Parse(name => parsed.TryGetValue(name, out var value) ? value.ToString() : null);
    }
}

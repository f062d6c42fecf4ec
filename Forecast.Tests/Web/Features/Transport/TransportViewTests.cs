using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;
using Forecast.Web.Features.Transport;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Features.Transport.Reading;

namespace Forecast.Tests.Web.Features.Transport;

public class TransportViewTests
{
    private static readonly DateOnly First = new(2026, 11, 21);
    private static readonly DeliveryRoute Round = new() { Id = 1, Code = "R1", Name = "Round 1", Pallets = 10 };
    private static readonly DeliveryRoute Bare = new() { Id = 2, Code = "R2", Name = "Round 2" };

    [Fact]
    public void Peak_IsTheFullestDay_WithTheStoresThatMakeItSo()
    {
        var view = View();

        var peak = Assert.Single(view.Peaks, p => p.Route == Round);
        Assert.Equal((First.AddDays(1), 12f, 9.0), (peak.Day.Day, peak.Day.Pallets, peak.Usual));
        Assert.Equal([("S2", 2.0), ("S1", 1.0)], peak.Drivers.Select(d => (d.Store.Code, d.More)));
    }

    [Fact]
    public void Risks_AreDaysOfRoutesWhoseOddsMatter_TheLikeliestFirst_AndAllDaysOfARouteChosen()
    {
        Assert.Equal([First.AddDays(1)], View().Risks.Select(r => r.Day.Day));
        Assert.Equal([First, First.AddDays(1)], View("R1").Risks.Select(r => r.Day.Day));
    }

    [Fact]
    public void ChosenRoute_LimitsTheStores_AndAnUnknownOneDoesNot()
    {
        Assert.Equal(["S1", "S2"], View("R1").Stores.Select(s => s.Code));
        Assert.Equal(["S1", "S2", "S3"], View("gone").Stores.Select(s => s.Code));
        Assert.Null(View("gone").Selection.Route);
    }

    [Fact]
    public void StoresWithoutForecast_AreNamed() => Assert.Equal(["S4"], View().NotForecast.Select(s => s.Code));

    [Fact]
    public void WhatIsMissing_IsSaid()
    {
        var board = Board() with
        {
            Gaps = new TransportGaps(200, 20, 0, 0, [new LackingItem("I7", "Saffron", "cases per pallet")]),
        };

        Assert.Equal(
            [
                "10.0\u202f% of the units are of items whose size in pallets is not known: they are in no figure in pallets.",
                "Items that lack sizes: Saffron (I7: cases per pallet).",
                "No route supplies Store 3 and Store 4: no trucks are counted for them.",
                "What a vehicle carries is not known of Round 2.",
            ], TransportWords.Gaps(board));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.3, 3)]
    [InlineData(0.9, 4)]
    public void OddsAreShadedByWhatTheyMean(double odds, int shade) =>
        Assert.Equal(shade, TransportView.Shade(odds, 1, TransportFigure.Odds));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 1)]
    [InlineData(10.0, 5)]
    public void PalletsAreShadedUpToTheMost(double? pallets, int shade) =>
        Assert.Equal(shade, TransportView.Shade(pallets, 10, TransportFigure.Pallets));

    [Fact]
    public void OddsAreNeverNoughtAndNeverCertain()
    {
        Assert.Equal("<1\u202f%", TransportWords.Odds(0));
        Assert.Equal(">99\u202f%", TransportWords.Odds(1));
        Assert.Equal("37\u202f%", TransportWords.Odds(0.37));
        Assert.Equal("–", TransportWords.Odds(null));
    }

    [Fact]
    public void Check_SaysWhatWasSaidAndWhatCame_OrThatThereIsTooLittle()
    {
        Assert.Equal(
            "In backtests of 200 route-days another truck was said to be needed on 15.0\u202f% of them, and was on 14.0\u202f%.",
            TransportWords.Check("route", [100, 100, 0, 0], [10, 20, 0, 0], [8, 20, 0, 0]));
        Assert.Equal("Too few past route-days (3) to tell how well such odds hold.", TransportWords.Check("route", [3], [1], [1]));
    }

    [Fact]
    public void File_HasALinePerDayOfRoutesAndStores_WithOddsAsTheyAre()
    {
        var lines = TransportTable.Csv(View("R1")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(1 + 3 * 2, lines.Length);
        Assert.StartsWith("of,route,store,name,day,pallets,whole_pallets,whole_cases", lines[0], StringComparison.Ordinal);
        Assert.Equal("route,R1,,Round 1,2026-11-22,12,12,120,12,24,6000,1.2,2,0.4,0.1,0,", lines[2]);
        Assert.Equal(lines[0].Split(','), TransportTable.Rows(View()).First().Keys);
    }

    private static TransportView View(string? route = null) => TransportView.From(Board(), TransportSelection.Parse(null, route));

    private static TransportBoard Board() => new()
    {
        Region = new Region { Id = 1, Code = "NORTH", Name = "North", TimeZone = "Europe/Berlin" },
        Regions = [],
        ReadAt = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero),
        Routes = [Round, Bare],
        Stores =
        [
            new(1, "S1", "Store 1", 1), new(2, "S2", "Store 2", 1), new(3, "S3", "Store 3", null), new(4, "S4", "Store 4", null),
        ],
        Days =
        [
            Day(null, 1, 0, 6, 0.05f), Day(null, 1, 1, 12, 0.4f), Day(1, 1, 0, 4, null), Day(1, 1, 1, 6, null), Day(2, 1, 0, 2, null),
            Day(2, 1, 1, 6, null), Day(3, null, 0, 2, null), Day(3, null, 1, 2, null),
        ],
        State = null,
        Gaps = new TransportGaps(100, 0, 0, 0, []),
    };

    private static TransportDay Day(int? store, int? route, int day, float pallets, float? odds) => new()
    {
        StoreId = store,
        RouteId = route,
        Day = First.AddDays(day),
        Pallets = pallets,
        WholePallets = (int)pallets,
        Cases = (int)(10 * pallets),
        PalletsOfCases = pallets,
        CubicMetres = 2 * pallets,
        Kg = 500 * pallets,
        Load = odds is null ? null : pallets / 10,
        Trucks = odds is null ? null : (int)Math.Ceiling(pallets / 10),
        Odds = odds,
        OddsOfTwo = odds / 4,
        OddsOfThree = odds is null ? null : 0,
    };
}

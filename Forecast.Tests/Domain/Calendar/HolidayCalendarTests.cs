using Forecast.Domain.Calendar;

namespace Forecast.Tests.Domain.Calendar;

public class HolidayCalendarTests
{
    // Easter Sundays as printed by the Astronomical Society of South Australia (list of Easter dates 1900 to 2099).
    [Theory]
    [InlineData("1943-04-25")]
    [InlineData("1954-04-18")]
    [InlineData("1961-04-02")]
    [InlineData("1981-04-19")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2011-04-24")]
    [InlineData("2019-04-21")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    public void Easter_FallsOnThePublishedSunday(string published)
    {
        var day = DateOnly.ParseExact(published, "yyyy-MM-dd");
        Assert.Equal(day, HolidayRule.EasterSunday(day.Year));
    }

    [Theory]
    // Germany, Bundesministerium des Innern, 2025 and 2026
    [InlineData("DE", "Good Friday", "2025-04-18")]
    [InlineData("DE", "Easter Monday", "2025-04-21")]
    [InlineData("DE", "Ascension Day", "2025-05-29")]
    [InlineData("DE", "Whit Monday", "2025-06-09")]
    [InlineData("DE", "Day of German Unity", "2026-10-03")]
    [InlineData("DE", "Whit Monday", "2026-05-25")]
    [InlineData("DE", "Reformation Day", "2017-10-31")]
    // United Kingdom, gov.uk/bank-holidays, England and Wales
    [InlineData("GB", "Early May Bank Holiday", "2020-05-08")]
    [InlineData("GB", "Substitute Bank Holiday", "2021-12-27")]
    [InlineData("GB", "Substitute Bank Holiday", "2021-12-28")]
    [InlineData("GB", "Substitute Bank Holiday", "2022-01-03")]
    [InlineData("GB", "Spring Bank Holiday", "2022-06-02")]
    [InlineData("GB", "Royal occasion", "2022-06-03")]
    [InlineData("GB", "State funeral", "2022-09-19")]
    [InlineData("GB", "Substitute Bank Holiday", "2022-12-27")]
    [InlineData("GB", "Substitute Bank Holiday", "2023-01-02")]
    [InlineData("GB", "Royal occasion", "2023-05-08")]
    [InlineData("GB", "Spring Bank Holiday", "2025-05-26")]
    [InlineData("GB", "Summer Bank Holiday", "2025-08-25")]
    [InlineData("GB", "Substitute Bank Holiday", "2026-12-28")]
    // United States, opm.gov federal holidays; Mother's Day and Super Bowl as played and printed
    [InlineData("US", "Martin Luther King Jr. Day", "2025-01-20")]
    [InlineData("US", "Presidents' Day", "2025-02-17")]
    [InlineData("US", "Memorial Day", "2025-05-26")]
    [InlineData("US", "Juneteenth", "2025-06-19")]
    [InlineData("US", "Labor Day", "2025-09-01")]
    [InlineData("US", "Columbus Day", "2025-10-13")]
    [InlineData("US", "Thanksgiving", "2024-11-28")]
    [InlineData("US", "Thanksgiving", "2025-11-27")]
    [InlineData("US", "Black Friday", "2026-11-27")]
    [InlineData("US", "Super Bowl Sunday", "2021-02-07")]
    [InlineData("US", "Super Bowl Sunday", "2024-02-11")]
    [InlineData("US", "Mother's Day", "2025-05-11")]
    // Others, from the governments' own lists
    [InlineData("CA", "Victoria Day", "2025-05-19")]
    [InlineData("CA", "Thanksgiving", "2025-10-13")]
    [InlineData("IE", "Saint Brigid's Day", "2025-02-03")]
    [InlineData("SE", "Midsummer Eve", "2025-06-20")]
    [InlineData("SE", "All Saints' Day", "2025-11-01")]
    [InlineData("NL", "King's Day", "2025-04-26")]
    [InlineData("NL", "King's Day", "2013-04-30")]
    [InlineData("AT", "Corpus Christi", "2025-06-19")]
    [InlineData("DK", "Great Prayer Day", "2023-05-05")]
    [InlineData("FR", "National Day", "2025-07-14")]
    [InlineData("PL", "Corpus Christi", "2026-06-04")]
    [InlineData("IT", "Republic Day", "2025-06-02")]
    [InlineData("ES", "Constitution Day", "2025-12-06")]
    [InlineData("BE", "National Day", "2025-07-21")]
    [InlineData("CH", "National Day", "2025-08-01")]
    [InlineData("NO", "Constitution Day", "2025-05-17")]
    public void Holiday_FallsOnThePublishedDay(string code, string name, string published)
    {
        var day = DateOnly.ParseExact(published, "yyyy-MM-dd");
        Assert.Contains(new Holiday(day, name), HolidayCalendar.For(code, day, day));
    }

    [Fact]
    public void AbolishedHoliday_IsGone() =>
        Assert.DoesNotContain(HolidayCalendar.For("DK", new(2024, 1, 1), new(2024, 12, 31)), h => h.Name == "Great Prayer Day");

    [Fact]
    public void WeekendChristmas_IsMadeUpForOnce() => // 2022: Sunday 25 December, so Monday is Boxing Day and Tuesday the substitute.
        Assert.Equal(
            [new(2022, 12, 27)],
            HolidayCalendar.For("GB", new(2022, 12, 1), new(2022, 12, 31)).Where(h => h.Name == "Substitute Bank Holiday")
                .Select(h => h.Day));

    [Fact]
    public void Range_IncludesBothEndsAndCrossesYears() =>
        Assert.Equal(
            ["New Year's Eve", "New Year's Day"],
            HolidayCalendar.For("de", new(2025, 12, 31), new(2026, 1, 1)).Select(h => h.Name));

    [Fact]
    public void EmptyCode_HasNoHolidays() => Assert.Empty(HolidayCalendar.For("", new(2025, 1, 1), new(2025, 12, 31)));

    [Fact]
    public void UnknownCode_IsRefusedWithTheKnownOnes()
    {
        var refusal = Assert.Throws<ArgumentException>(() => HolidayCalendar.For("ZZ", new(2025, 1, 1), new(2025, 12, 31)));
        Assert.Contains("\"ZZ\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DE", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCalendar_NamesEachDayOfAYearOnce() =>
        Assert.All(HolidayCalendar.Codes, code =>
        {
            var year = HolidayCalendar.For(code, new(2025, 1, 1), new(2025, 12, 31));
            Assert.True(year.Count >= 10, $"{code} has {year.Count}");
            Assert.Equal(year.Count, year.Distinct().Count());
        });
}

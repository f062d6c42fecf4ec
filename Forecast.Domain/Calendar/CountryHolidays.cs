using static Forecast.Domain.Calendar.HolidayRule;

namespace Forecast.Domain.Calendar;

/// <summary>The rules of each country. Codes are ISO 3166; names are English so that regions can be compared.</summary>
internal static class CountryHolidays
{
    private static readonly HolidayRule NewYear = Fixed("New Year's Day", 1, 1);
    private static readonly HolidayRule Epiphany = Fixed("Epiphany", 1, 6);
    private static readonly HolidayRule Valentine = Fixed("Valentine's Day", 2, 14);
    private static readonly HolidayRule MaundyThursday = Easter("Maundy Thursday", -3);
    private static readonly HolidayRule GoodFriday = Easter("Good Friday", -2);
    private static readonly HolidayRule EasterSunday = Easter("Easter Sunday", 0);
    private static readonly HolidayRule EasterMonday = Easter("Easter Monday", 1);
    private static readonly HolidayRule Ascension = Easter("Ascension Day", 39);
    private static readonly HolidayRule WhitSunday = Easter("Whit Sunday", 49);
    private static readonly HolidayRule WhitMonday = Easter("Whit Monday", 50);
    private static readonly HolidayRule CorpusChristi = Easter("Corpus Christi", 60);
    private static readonly HolidayRule LabourDay = Fixed("Labour Day", 5, 1);
    private static readonly HolidayRule MothersDay = Nth("Mother's Day", 2, DayOfWeek.Sunday, 5);
    private static readonly HolidayRule Assumption = Fixed("Assumption Day", 8, 15);
    private static readonly HolidayRule Halloween = Fixed("Halloween", 10, 31);
    private static readonly HolidayRule AllSaints = Fixed("All Saints' Day", 11, 1);
    private static readonly HolidayRule Thanksgiving = Nth("Thanksgiving", 4, DayOfWeek.Thursday, 11);
    private static readonly HolidayRule BlackFriday = Thanksgiving.Plus(1, "Black Friday");
    private static readonly HolidayRule ImmaculateConception = Fixed("Immaculate Conception", 12, 8);
    private static readonly HolidayRule ChristmasEve = Fixed("Christmas Eve", 12, 24);
    private static readonly HolidayRule Christmas = Fixed("Christmas Day", 12, 25);
    private static readonly HolidayRule SecondChristmas = Fixed("Second Day of Christmas", 12, 26);
    private static readonly HolidayRule BoxingDay = Fixed("Boxing Day", 12, 26);
    private static readonly HolidayRule NewYearsEve = Fixed("New Year's Eve", 12, 31);

    public static readonly Dictionary<string, HolidayRule[]> ByCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AT"] =
        [
            NewYear, Epiphany, EasterSunday, EasterMonday, LabourDay, MothersDay, Ascension, WhitSunday, WhitMonday, CorpusChristi,
            Assumption,
            Fixed("National Day", 10, 26), AllSaints, BlackFriday, ImmaculateConception, ChristmasEve, Christmas, SecondChristmas,
            NewYearsEve,
        ],
        ["BE"] =
        [
            NewYear, EasterSunday, EasterMonday, LabourDay, MothersDay, Ascension, WhitSunday, WhitMonday, Fixed("National Day", 7, 21),
            Assumption,
            AllSaints, Fixed("Armistice Day", 11, 11), BlackFriday, ChristmasEve, Christmas, NewYearsEve,
        ],
        ["CA"] =
        [
            NewYear, Valentine, GoodFriday, EasterSunday, MothersDay, From("Victoria Day", DayOfWeek.Monday, 5, 18),
            Fixed("Canada Day", 7, 1),
            Nth("Labour Day", 1, DayOfWeek.Monday, 9), Fixed("National Day for Truth and Reconciliation", 9, 30).Since(2021),
            Nth("Thanksgiving", 2, DayOfWeek.Monday, 10), Halloween, Fixed("Remembrance Day", 11, 11), BlackFriday,
            ChristmasEve, Christmas, BoxingDay, NewYearsEve,
        ],
        ["CH"] =
        [
            NewYear, GoodFriday, EasterSunday, EasterMonday, MothersDay, Ascension, WhitSunday, WhitMonday, Fixed("National Day", 8, 1),
            BlackFriday,
            ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["DE"] =
        [
            NewYear, Valentine, MaundyThursday, GoodFriday, EasterSunday, EasterMonday, LabourDay, MothersDay, Ascension, WhitSunday,
            WhitMonday,
            Fixed("Day of German Unity", 10, 3).Since(1990), Fixed("Reformation Day", 10, 31).Since(2017).Until(2017), BlackFriday,
            ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["DK"] =
        [
            NewYear, MaundyThursday, GoodFriday, EasterSunday, EasterMonday, Easter("Great Prayer Day", 26).Until(2023), MothersDay,
            Ascension,
            WhitSunday, WhitMonday, Fixed("Constitution Day", 6, 5), BlackFriday, ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["ES"] =
        [
            NewYear, Epiphany, MaundyThursday, GoodFriday, EasterSunday, LabourDay, Nth("Mother's Day", 1, DayOfWeek.Sunday, 5), Assumption,
            Fixed("National Day", 10, 12), AllSaints, BlackFriday, Fixed("Constitution Day", 12, 6), ImmaculateConception,
            ChristmasEve, Christmas, NewYearsEve,
        ],
        ["FR"] =
        [
            NewYear, EasterSunday, EasterMonday, LabourDay, Fixed("Victory Day", 5, 8), Ascension, WhitSunday, WhitMonday,
            Fixed("National Day", 7, 14), Assumption, AllSaints, Fixed("Armistice Day", 11, 11), BlackFriday, ChristmasEve, Christmas,
            NewYearsEve,
        ],
        ["GB"] =
        [
            NewYear, Substitute(NewYear), Valentine, Easter("Mother's Day", -21), GoodFriday, EasterSunday, EasterMonday,
            Nth("Early May Bank Holiday", 1, DayOfWeek.Monday, 5).Except(new DateOnly(2020, 5, 8)),
            Last("Spring Bank Holiday", DayOfWeek.Monday, 5).Except(new DateOnly(2012, 6, 4), new DateOnly(2022, 6, 2)),
            Last("Summer Bank Holiday", DayOfWeek.Monday, 8), Halloween, BlackFriday, ChristmasEve, Christmas, BoxingDay,
            Substitute(Christmas),
            Substitute(BoxingDay), NewYearsEve,
            OneOff("Royal occasion", new(2011, 4, 29), new(2012, 6, 5), new(2022, 6, 3), new(2023, 5, 8)),
            OneOff("State funeral", new DateOnly(2022, 9, 19)),
        ],
        ["IE"] =
        [
            NewYear, From("Saint Brigid's Day", DayOfWeek.Monday, 2, 1).Since(2023), Fixed("Saint Patrick's Day", 3, 17),
            Easter("Mother's Day", -21),
            GoodFriday, EasterSunday, EasterMonday, Nth("May Holiday", 1, DayOfWeek.Monday, 5), Nth("June Holiday", 1, DayOfWeek.Monday, 6),
            Nth("August Holiday", 1, DayOfWeek.Monday, 8), Last("October Holiday", DayOfWeek.Monday, 10), Halloween, BlackFriday,
            ChristmasEve, Christmas, Fixed("Saint Stephen's Day", 12, 26), NewYearsEve,
        ],
        ["IT"] =
        [
            NewYear, Epiphany, EasterSunday, EasterMonday, Fixed("Liberation Day", 4, 25), LabourDay, MothersDay,
            Fixed("Republic Day", 6, 2),
            Assumption, AllSaints, BlackFriday, ImmaculateConception, ChristmasEve, Christmas, Fixed("Saint Stephen's Day", 12, 26),
            NewYearsEve,
        ],
        ["NL"] =
        [
            NewYear, GoodFriday, EasterSunday, EasterMonday, KingsDay, MothersDay, Ascension, WhitSunday, WhitMonday,
            Fixed("Saint Nicholas' Eve", 12, 5),
            BlackFriday, ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["NO"] =
        [
            NewYear, MaundyThursday, GoodFriday, EasterSunday, EasterMonday, LabourDay, Fixed("Constitution Day", 5, 17), Ascension,
            WhitSunday,
            WhitMonday, BlackFriday, ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["PL"] =
        [
            NewYear, Epiphany.Since(2011), EasterSunday, EasterMonday, LabourDay, Fixed("Constitution Day", 5, 3), WhitSunday,
            CorpusChristi, Assumption,
            AllSaints, Fixed("Independence Day", 11, 11), BlackFriday, ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["SE"] =
        [
            NewYear, Epiphany, GoodFriday, EasterSunday, EasterMonday, LabourDay, Ascension, WhitSunday, Fixed("National Day", 6, 6),
            From("Midsummer Eve", DayOfWeek.Friday, 6, 19), From("Midsummer Day", DayOfWeek.Saturday, 6, 20),
            From("All Saints' Day", DayOfWeek.Saturday, 10, 31), BlackFriday, ChristmasEve, Christmas, SecondChristmas, NewYearsEve,
        ],
        ["US"] =
        [
            NewYear, Nth("Martin Luther King Jr. Day", 3, DayOfWeek.Monday, 1).Since(1986), SuperBowl, Valentine,
            Nth("Presidents' Day", 3, DayOfWeek.Monday, 2), EasterSunday, MothersDay, Last("Memorial Day", DayOfWeek.Monday, 5),
            Nth("Father's Day", 3, DayOfWeek.Sunday, 6), Fixed("Juneteenth", 6, 19).Since(2021), Fixed("Independence Day", 7, 4),
            Nth("Labor Day", 1, DayOfWeek.Monday, 9), Nth("Columbus Day", 2, DayOfWeek.Monday, 10), Halloween,
            Fixed("Veterans Day", 11, 11),
            Thanksgiving, BlackFriday, ChristmasEve, Christmas, NewYearsEve,
        ],
    };

    /// <summary>King's Day on 27 April (Queen's Day on 30 April until 2013), a day earlier when that is a Sunday.</summary>
    private static HolidayRule KingsDay => new("King's Day", year =>
    {
        var day = new DateOnly(year, 4, year < 2014 ? 30 : 27);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(-1) : day;
    });

    /// <summary>The first Sunday of February from 2004, the second since a seventeenth game was added to the season of 2021.</summary>
    private static HolidayRule SuperBowl => new("Super Bowl Sunday", year =>
        year < 2004 ? null : Nth("", year < 2022 ? 1 : 2, DayOfWeek.Sunday, 2).DayIn(year));

    /// <summary>
    /// Weekend holidays are made up for on the next working day. Christmas and Boxing Day follow each other, so both move by two days
    /// when they meet (Saturday and Sunday become Monday and Tuesday; Sunday alone becomes Tuesday, after Boxing Day).
    /// </summary>
    private static HolidayRule Substitute(HolidayRule rule) => new("Substitute Bank Holiday", year =>
    {
        var day = rule.DayIn(year)!.Value;
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(2),
            DayOfWeek.Sunday => day.AddDays(rule == NewYear ? 1 : 2),
            _ => null,
        };
    });

    private static HolidayRule OneOff(string name, params DateOnly[] days) =>
        new(name, year => days.Where(day => day.Year == year).Select(day => (DateOnly?)day).FirstOrDefault());
}

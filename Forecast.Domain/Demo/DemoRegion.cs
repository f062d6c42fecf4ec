namespace Forecast.Domain.Demo;

/// <summary>A region of the demo retailer.</summary>
/// <param name="Code">Short code.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="HolidayCalendar">Code of its holiday calendar.</param>
/// <param name="PriceLevel">Prices relative to the assortment's.</param>
/// <param name="Growth">Log growth of demand a year.</param>
/// <param name="ClosedOn">Holidays on which all but convenience stores stay shut.</param>
/// <param name="ClosedOnSundays">Whether all but convenience stores stay shut on Sundays.</param>
/// <param name="Towns">Names of its stores.</param>
internal sealed record DemoRegion(
    string Code, string Name, string TimeZone, string HolidayCalendar, float PriceLevel, float Growth,
    IReadOnlySet<string> ClosedOn, bool ClosedOnSundays, string[] Towns)
{
    public static readonly DemoRegion[] All =
    [
        new("NORTH", "Germany North", "Europe/Berlin", "DE", 1f, 0.01f,
            new HashSet<string>(StringComparer.Ordinal)
            {
                "New Year's Day", "Good Friday", "Easter Sunday", "Easter Monday", "Labour Day", "Ascension Day", "Whit Sunday",
                "Whit Monday",
                "Day of German Unity", "Christmas Day", "Second Day of Christmas",
            },
            ClosedOnSundays: true,
            [
                "Hamburg Altona", "Bremen Viertel", "Kiel Hafen", "Lübeck Altstadt", "Rostock Warnow", "Hannover Linden", "Oldenburg",
                "Flensburg",
                "Schwerin See", "Lüneburg", "Stade", "Hamburg Harburg", "Bremerhaven", "Neumünster", "Wismar", "Hildesheim", "Celle",
                "Stralsund",
                "Hamburg Bergedorf", "Cuxhaven",
            ]),
        new("ISLES", "England South", "Europe/London", "GB", 1.1f, -0.01f,
            new HashSet<string>(StringComparer.Ordinal) { "Easter Sunday", "Christmas Day" },
            ClosedOnSundays: false,
            [
                "London Camden", "Brighton Lanes", "Bristol Harbourside", "Southampton", "Oxford Cowley", "Reading", "Bath",
                "London Greenwich",
                "Cambridge", "Exeter", "Portsmouth", "Canterbury", "Guildford", "London Ealing", "Winchester", "Plymouth", "Ipswich",
                "Norwich",
                "London Croydon", "Swindon",
            ]),
        new("WEST", "US West Coast", "America/Los_Angeles", "US", 1.25f, 0.04f,
            new HashSet<string>(StringComparer.Ordinal) { "Thanksgiving", "Christmas Day" },
            ClosedOnSundays: false,
            [
                "Seattle Ballard", "Portland Pearl", "San Francisco Mission", "Oakland", "Los Angeles Echo Park", "San Diego North Park",
                "Sacramento",
                "San Jose", "Tacoma", "Eugene", "Long Beach", "Pasadena", "Berkeley", "Spokane", "Salem", "Fresno", "Santa Cruz",
                "Bellevue",
                "Santa Barbara", "Olympia",
            ]),
    ];
}

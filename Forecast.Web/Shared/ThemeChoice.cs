namespace Forecast.Web.Shared;

/// <summary>Light, dark, or as the system is set; remembered in a cookie that the switch in the header writes.</summary>
internal sealed record ThemeChoice(string Name, string ColorScheme)
{
    private const string Cookie = "foreact-theme";

    public static readonly ThemeChoice System = new("system", "light dark");
    public static readonly ThemeChoice Light = new("light", "light");
    public static readonly ThemeChoice Dark = new("dark", "dark");

    /// <summary>Over HTTPS the switch writes it under a name that no neighbouring host can write.</summary>
    public static ThemeChoice Of(IRequestCookieCollection cookies) => Parse(cookies["__Host-" + Cookie] ?? cookies[Cookie]);

    public static ThemeChoice Parse(string? cookie) => cookie switch
    {
        "light" => Light,
        "dark" => Dark,
        _ => System,
    };
}

namespace Forecast.Web.Shared;

/// <summary>Light, dark, or as the system is set; remembered in a cookie that the switch in the header writes.</summary>
internal sealed record ThemeChoice(string Name, string ColorScheme, string LightMedia, string DarkMedia)
{
    public const string Cookie = "foreact-theme";

    public static readonly ThemeChoice System = new("system", "light dark", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)");
    public static readonly ThemeChoice Light = new("light", "light", "all", "not all");
    public static readonly ThemeChoice Dark = new("dark", "dark", "not all", "all");

    public static ThemeChoice Parse(string? cookie) => cookie switch
    {
        "light" => Light,
        "dark" => Dark,
        _ => System,
    };
}

using System.Globalization;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Shared;

public sealed class FormatsTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public FormatsTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");

    public void Dispose() => CultureInfo.CurrentCulture = before;

    [Theory]
    [InlineData(1234.4, "1,234")]
    [InlineData(0.5, "1")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "–")]
    public void Units_HaveNoDecimals(double value, string expected) => Assert.Equal(expected, Formats.Units(value));

    [Fact]
    public void Unknown_IsADash() =>
        Assert.Equal(["–", "–", "–", "–"], [Formats.Units(null), Formats.Percent(null), Formats.SignedUnits(null), Formats.Day(null)]);

    [Theory]
    [InlineData(12.4, "+12")]
    [InlineData(-1234.0, "−1,234")]
    [InlineData(0.2, "±0")]
    [InlineData(-0.2, "±0")]
    public void Differences_CarryASign(double value, string expected) => Assert.Equal(expected, Formats.SignedUnits(value));

    [Theory]
    [InlineData(0.043, "+4.3\u202f%")]
    [InlineData(-0.043, "−4.3\u202f%")]
    [InlineData(0.0001, "±0.0\u202f%")]
    [InlineData(123.0, ">+999\u202f%")]
    public void RelativeDifferences_CarryASignAndEndSomewhere(double ratio, string expected) =>
        Assert.Equal(expected, Formats.SignedPercent(ratio));

    [Theory]
    [InlineData("de-DE", "1.234.567", "12,3\u202f%")]
    [InlineData("en-US", "1,234,567", "12.3\u202f%")]
    public void Figures_FollowTheUsersCulture(string culture, string units, string percent)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal((units, percent), (Formats.Units(1_234_567), Formats.Percent(0.1234)));
    }

    [Theory]
    [InlineData(0.84, "0.8 s")]
    [InlineData(12, "12 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(120, "2 min")]
    [InlineData(1500, "25 min")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(59.6, "1 min")]
    [InlineData(599.8, "10 min")]
    [InlineData(3599, "1 h")]
    public void Durations_SayWhatMatters(double seconds, string expected) =>
        Assert.Equal(expected, Formats.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.3, "under 1 s")]
    [InlineData(1.2, "about 2 s")]
    public void Estimates_PromiseNoDecimals(double seconds, string expected) =>
        Assert.Equal(expected, Formats.About(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Moments_AreReadOnTheRegionsClock()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var instant = new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal("00:30", Formats.Moment(instant, berlin, new DateOnly(2026, 11, 21)));
        Assert.Equal("Sat 21 Nov 00:30", Formats.Moment(instant, berlin, new DateOnly(2026, 11, 22)));
    }

    [Fact]
    public void Lists_AreCutWithWords()
    {
        Assert.Equal("A and B", Formats.List(["A", "B"]));
        Assert.Equal("A, B, C and 2 more", Formats.List(["A", "B", "C", "D", "E"]));
    }
}

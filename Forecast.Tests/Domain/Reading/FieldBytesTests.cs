using System.Text;
using Forecast.Domain.Reading;

namespace Forecast.Tests.Domain.Reading;

public class FieldBytesTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("999999999", 999_999_999)]
    [InlineData("", null)]
    [InlineData("1234567890", null)] // Too long to be sure of.
    [InlineData("-1", null)]
    [InlineData("1.0", null)]
    [InlineData("12 ", null)]
    [InlineData("１", null)]
    public void WholeNumber(string field, int? expected) =>
        Assert.Equal(expected, FieldBytes.TryWhole(Encoding.UTF8.GetBytes(field), out int value) ? value : null);

    [Theory]
    [InlineData("2024-02-29", true, true)]
    [InlineData("2023-02-29", true, false)]
    [InlineData("2024-13-01", true, false)]
    [InlineData("0000-01-01", true, false)]
    [InlineData("2024-2-29", false, false)]
    [InlineData("29.02.2024", false, false)]
    [InlineData("2024-02-29T", false, false)]
    public void Date(string field, bool isWritten, bool isDay)
    {
        Assert.Equal(isWritten, FieldBytes.TryDate(Encoding.UTF8.GetBytes(field), out int year, out int month, out int day));
        Assert.Equal(isDay, FieldBytes.IsDay(year, month, day));
    }

    [Theory]
    [InlineData("1.25", 1.25)]
    [InlineData("+3", 3.0)]
    [InlineData("-3e2", -300.0)]
    [InlineData("1,25", null)]
    [InlineData("", null)]
    [InlineData("+", null)]
    [InlineData("12x", null)]
    public void Number(string field, double? expected) =>
        Assert.Equal(expected, FieldBytes.TryNumber(Encoding.UTF8.GetBytes(field), out double value) ? value : null);
}

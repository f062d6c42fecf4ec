using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Forecast.Domain.Reading;

/// <summary>Reads what stands in the fields of sales files from their bytes, without making strings of them.</summary>
public static class FieldBytes
{
    /// <summary>Digits that surely fit a whole number.</summary>
    private const int MostDigits = 9;

    /// <summary>A whole number: one to nine digits and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWhole(ReadOnlySpan<byte> field, out int value)
    {
        value = 0;
        if (field.Length is 0 or > MostDigits)
            return false;
        foreach (byte b in field)
        {
            int digit = b - '0';
            if ((uint)digit > 9)
                return false;
            value = value * 10 + digit;
        }

        return true;
    }

    /// <summary>A date written as 2024-05-31; whether there is such a day is for <see cref="IsDay"/> to say.</summary>
    public static bool TryDate(ReadOnlySpan<byte> field, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        return field.Length == 10 && field[4] == '-' && field[7] == '-'
            && TryWhole(field[..4], out year) && TryWhole(field[5..7], out month) && TryWhole(field[8..], out day);
    }

    /// <summary>Whether the calendar has such a day.</summary>
    public static bool IsDay(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>A number with a decimal point and perhaps a sign; infinite and undefined ones too, so check.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> field, out double value)
    {
        value = 0;
        if (!field.IsEmpty && field[0] == '+')
            field = field[1..];
        return Utf8Parser.TryParse(field, out value, out int used) && used == field.Length;
    }
}

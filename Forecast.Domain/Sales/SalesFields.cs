using System.Text;
using Forecast.Domain.Loads;

namespace Forecast.Domain.Sales;

/// <summary>Reads the fields of a sales row from their bytes; a fault is a sentence that says what is wrong and how to mend it.</summary>
internal static class SalesFields
{
    public const float LargestQuantity = 1_000_000;
    public const float LargestPrice = 1_000_000;
    public const int FirstYear = 1990;

    /// <summary>Day number of an ISO date; -1 with a fault otherwise.</summary>
    public static int Day(ReadOnlySpan<byte> field, out string? fault)
    {
        fault = null;
        if (FieldBytes.TryDate(field, out int year, out int month, out int day))
        {
            if (year < FirstYear && year > 0)
                fault = $"The date lies before {FirstYear}. Correct the year or leave the row out.";
            else if (!FieldBytes.IsDay(year, month, day))
                fault = "There is no such day in the calendar. Correct the date.";
            else
                return new DateOnly(year, month, day).DayNumber;
            return -1;
        }

        fault = field.IsEmpty ? "The date is empty. Write it as 2024-05-31." : "The date is not written as 2024-05-31 (year-month-day).";
        return -1;
    }

    /// <summary>Units sold; NaN when the field is empty, and NaN with a fault when it is wrong.</summary>
    public static float Quantity(ReadOnlySpan<byte> field, bool acceptFractions, out string? fault)
    {
        fault = null;
        if (field.Length <= 6 && FieldBytes.TryWhole(field, out int units))
            return units;
        if (field.IsEmpty)
            return float.NaN;
        if (!FieldBytes.TryNumber(field, out double value))
            fault = field.Contains((byte)',') ? "The quantity has a comma. Write decimals with a point and thousands without a separator."
                : "The quantity is not a number. Write units as 12.";
        else if (!double.IsFinite(value))
            fault = "The quantity is not a finite number. Leave the row out when the quantity is unknown.";
        else if (value < 0)
            fault = "The quantity is negative. Returns are not sales: leave them out or net them to zero.";
        else if (value > LargestQuantity)
            fault = $"The quantity is larger than {LargestQuantity:N0} units of one item in one store on one day. Check that the columns "
                + "are not swapped.";
        else if (!acceptFractions && value != Math.Floor(value))
            fault = "The quantity is not a whole number. Round it, or choose to accept fractions for goods sold by weight.";
        else
            return (float)value;
        return float.NaN;
    }

    /// <summary>Price per unit; NaN when empty.</summary>
    public static float Price(ReadOnlySpan<byte> field, out string? fault)
    {
        fault = null;
        if (field.IsEmpty)
            return float.NaN;
        if (!FieldBytes.TryNumber(field, out double value) || !double.IsFinite(value))
            fault = "The price is not a number. Write it as 1.99, or leave it empty.";
        else if (value is < 0 or > LargestPrice)
            fault = $"The price does not lie between 0 and {LargestPrice:N0}. Correct it, or leave it empty.";
        else
            return (float)value;
        return float.NaN;
    }

    /// <summary>1 or 0; NaN when empty.</summary>
    public static float Flag(ReadOnlySpan<byte> field, string column, out string? fault)
    {
        fault = null;
        if (field.IsEmpty)
            return float.NaN;
        if (field.Length == 1 && field[0] is (byte)'0' or (byte)'1')
            return field[0] - '0';
        if (Ascii.EqualsIgnoreCase(field, "true"u8))
            return 1f;
        if (Ascii.EqualsIgnoreCase(field, "false"u8))
            return 0f;
        fault = $"The column {column} is neither 1 (yes) nor 0 (no). Write one of them, or leave it empty.";
        return float.NaN;
    }
}

using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>Reads the fields of a sales row from their bytes; a fault is a sentence that says what is wrong and how to mend it.</summary>
internal static class SalesFields
{
    public const float LargestQuantity = 1_000_000;
    public const float LargestPrice = 1_000_000;
    public const string EmptyDate = "The date is empty. Write it as 2024-05-31.";

    /// <summary>Units sold from the number read; NaN with a fault when they cannot be.</summary>
    public static float Quantity(double value, ReadingOptions options, out string? fault)
    {
        fault = null;
        if (!double.IsFinite(value))
            fault = "The quantity is not a finite number. Leave the row out when the quantity is unknown.";
        else if (value < 0 && !options.SubtractReturns)
            fault = "The quantity is negative. Returns are not sales: choose to subtract them (--returns subtract), or leave them out.";
        else if (Math.Abs(value) > LargestQuantity)
            fault = $"The quantity is larger than {LargestQuantity:N0} units of one item in one store on one day. Check that the columns "
                + "are not swapped.";
        else if (!options.AcceptFractions && value != Math.Floor(value))
            fault = "The quantity is not a whole number. Round it, or choose to accept fractions for goods sold by weight.";
        else
            return (float)value;
        return float.NaN;
    }

    /// <summary>Price per unit from the number read; NaN with a fault when it cannot be.</summary>
    public static float Price(double value, out string? fault)
    {
        fault = !double.IsFinite(value) ? "The price is not a number. Write it as 1.99, or leave it empty."
            : value is < 0 or > LargestPrice ? $"The price does not lie between 0 and {LargestPrice:N0}. Correct it, or leave it empty."
            : null;
        return fault is null ? (float)value : float.NaN;
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

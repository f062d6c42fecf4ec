namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>Values by business day; NaN is what is not known.</summary>
/// <param name="First">Day of the first value.</param>
/// <param name="Values">One value per day.</param>
public sealed record Track(DateOnly First, float[] Values)
{
    /// <summary>Nothing known.</summary>
    public static Track None { get; } = new(DateOnly.MinValue, []);

    /// <summary>The value of a day.</summary>
    public double On(DateOnly day)
    {
        int at = day.DayNumber - First.DayNumber;
        return at >= 0 && at < Values.Length ? Values[at] : double.NaN;
    }

    /// <summary>The newest known value up to a day; null when none is.</summary>
    public double? LastUpTo(DateOnly day)
    {
        for (int at = Math.Min(day.DayNumber - First.DayNumber, Values.Length - 1); at >= 0; at--)
        {
            if (!float.IsNaN(Values[at]))
                return Values[at];
        }

        return null;
    }
}

namespace Forecast.Domain.Sales;

/// <summary>Opening days that a load names, by store and year.</summary>
internal sealed class OpenDays
{
    private readonly Dictionary<(int Store, int Year), float[]> years = [];

    /// <summary>By place of the store and year; NaN where the load says nothing.</summary>
    public IReadOnlyDictionary<(int Store, int Year), float[]> Years => years;

    /// <summary>Notes a day; false when the load has already said the opposite.</summary>
    public bool TrySet(int store, int day, float open)
    {
        var date = DateOnly.FromDayNumber(day);
        if (!years.TryGetValue((store, date.Year), out var values))
        {
            values = new float[DateTime.IsLeapYear(date.Year) ? 366 : 365];
            Array.Fill(values, float.NaN);
            years.Add((store, date.Year), values);
        }

        ref float value = ref values[date.DayOfYear - 1];
        if (float.IsNaN(value))
            value = open;
        return value == open;
    }
}

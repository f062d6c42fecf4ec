using Forecast.Domain.Reading;

namespace Forecast.Domain.Sales;

/// <summary>What a load says about one year of one series; reused, so that a load of any size allocates a few thousand of them.</summary>
internal sealed class YearBlock
{
    /// <summary>Place of the series.</summary>
    public int Series { get; private set; }

    public int Year { get; private set; }

    /// <summary>Days in the year.</summary>
    public int Days { get; private set; }

    /// <summary>Day number of 1 January.</summary>
    public int FirstDay { get; private set; }

    public Track Quantity { get; } = new();

    public Track Promotion { get; } = new();

    public Track Price { get; } = new();

    public Track StockedOut { get; } = new();

    public void Start(int series, int year)
    {
        Series = series;
        Year = year;
        Days = DateTime.IsLeapYear(year) ? 366 : 365;
        FirstDay = new DateOnly(year, 1, 1).DayNumber;
        Quantity.Clear();
        Promotion.Clear();
        Price.Clear();
        StockedOut.Clear();
    }

    /// <summary>Takes the row of a day.</summary>
    public void Take(in SalesRow row)
    {
        int day = row.Day - FirstDay;
        Quantity.Set(day, row.Quantity);
        Promotion.Set(day, row.Promotion);
        Price.Set(day, row.Price);
        StockedOut.Set(day, row.StockedOut);
    }

    /// <summary>Days without a quantity, from one day number to another, were days without a sale.</summary>
    public void FillNothingSold(int from, int to)
    {
        for (int day = Math.Max(0, from - FirstDay); day <= Math.Min(Days - 1, to - FirstDay); day++)
        {
            if (float.IsNaN(Quantity[day]))
                Quantity.Set(day, 0f);
        }
    }

    /// <summary>One kind of value over the year; NaN where nothing is said.</summary>
    internal sealed class Track
    {
        private readonly float[] values = new float[366];

        /// <summary>Whether anything is said.</summary>
        public bool Any { get; private set; }

        public float this[int day] => Any ? values[day] : float.NaN;

        public ReadOnlySpan<float> Values(int days) => Any ? values.AsSpan(0, days) : default;

        public void Clear() => Any = false;

        public void Set(int day, float value)
        {
            if (float.IsNaN(value))
                return;
            if (!Any)
                Array.Fill(values, float.NaN);
            Any = true;
            values[day] = value;
        }
    }
}

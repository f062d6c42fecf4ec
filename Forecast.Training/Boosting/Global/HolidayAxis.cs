using Forecast.Training.Panels;


namespace Forecast.Training.Boosting.Global;

/// <summary>The panel's holidays laid along its days, known ahead as a calendar is.</summary>
internal sealed class HolidayAxis
{
    private const int Far = 15; // days; beyond it, a holiday is not felt
    private const int Near = 3; // days around a holiday that are compared with its last occurrence

    private readonly int[] name; // per day; −1 if none
    private readonly int[] next, last; // day of the next (today's included) and of the last one (today's not)

    internal HolidayAxis(Panel panel, string[] names)
    {
        int width = panel.Days + panel.Horizon;
        (name, next, last) = (new int[width], new int[width], new int[width]);
        Array.Fill(name, -1);
        foreach (var holiday in panel.Holidays ?? [])
        {
            int day = holiday.Day.DayNumber - panel.FirstDay.DayNumber;
            if ((uint)day < (uint)width)
                name[day] = Array.IndexOf(names, holiday.Name);
        }

        for (int t = width - 1, n = int.MaxValue / 2; t >= 0; t--)
            next[t] = n = name[t] >= 0 ? t : n;
        for (int t = 0, n = int.MinValue / 2; t < width; t++)
        {
            last[t] = n;
            n = name[t] >= 0 ? t : n;
        }
    }

    internal float Name(int day) => name[day] < 0 ? float.NaN : name[day];

    internal float DaysTo(int day) => Math.Min(Far, next[day] - day);

    internal float DaysSince(int day) => Math.Min(Far, day - last[day]);

    /// <summary>
    /// The day that lay to the last holiday of the same name as this day lies to the nearest one; −1 if it is far from any or there was
    /// none up to the origin.
    /// </summary>
    internal int Counterpart(int day, int origin)
    {
        int ahead = next[day] - day, behind = day - last[day];
        int holiday = ahead <= behind ? next[day] : last[day];
        int offset = day - holiday;
        if (Math.Abs(offset) > Near)
            return -1;
        for (int h = last[holiday]; h >= 0; h = last[h])
        {
            if (name[h] == name[holiday] && h + offset <= origin)
                return h + offset;
        }

        return -1;
    }
}

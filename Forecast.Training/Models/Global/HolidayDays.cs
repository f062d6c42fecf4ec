using Forecast.Training.Engine;

namespace Forecast.Training.Models.Global;

/// <summary>Per day of history and horizon: the holiday's code (0 none), and the days to the next and since the last one.</summary>
internal sealed class HolidayDays
{
    /// <summary>Distances beyond this say nothing.</summary>
    public const int Reach = 15;

    private HolidayDays(int days)
    {
        Code = new float[days];
        Until = new float[days];
        Since = new float[days];
    }

    public float[] Code { get; }

    public float[] Until { get; }

    public float[] Since { get; }

    /// <summary>Codes follow the names' ordinal order, so that the same calendar gives the same codes.</summary>
    public static HolidayDays? Of(Panel panel)
    {
        if (panel.Holidays is not { Count: > 0 } holidays)
            return null;
        var days = new HolidayDays(panel.Days + panel.Horizon);
        var codes = holidays.Select(h => h.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i + 1, StringComparer.Ordinal);
        days.Until.AsSpan().Fill(Reach);
        days.Since.AsSpan().Fill(Reach);
        foreach (var holiday in holidays)
        {
            int at = holiday.Day.DayNumber - panel.FirstDay.DayNumber;
            if (at >= 0 && at < days.Code.Length)
                days.Code[at] = codes[holiday.Name];
            for (int distance = 0; distance < Reach; distance++)
            {
                if (at - distance >= 0 && at - distance < days.Code.Length)
                    days.Until[at - distance] = Math.Min(days.Until[at - distance], distance);
                if (at + distance >= 0 && at + distance < days.Code.Length)
                    days.Since[at + distance] = Math.Min(days.Since[at + distance], distance);
            }
        }

        return days;
    }
}
